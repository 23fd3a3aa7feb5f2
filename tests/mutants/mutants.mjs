// What is broken on purpose, and which test notices (a filter of Catch2). `from` stands once in the file.
const markdown = 'no mark of a paste is one in Markdown*';
const levels = 'each severity has its level and kind in SARIF';
const kinds = 'each kind of paste is called by its own name';
const caps = 'one broken part caps the headline*';
const chain = 'every file includes only what its room may use';
const beside = 'beside \'strict-dynamic\' a service*';
const letters = 'a letter begins at its score';
const sources = 'source expressions are told apart';
const verdicts = 'each browser\'s profile agrees with its recorded verdicts on requests';
const inline = 'each browser\'s profile agrees with its recorded verdicts on inline code';
const framing = 'X-Frame-Options decides where*';
const literals = 'string literals';
const base64 = 'base64 gives the examples of RFC 4648';

export const mutants = [
  { file: 'src/report/report_text.cpp', what: 'no mark is escaped',
    from: 'npos || scheme_end) {\n      out', to: 'npos && scheme_end) {\n      out', tests: markdown },
  { file: 'src/report/report_text.cpp', what: 'a message is not escaped',
    from: 'out += markdown(message_of(finding))', to: 'out += message_of(finding)', tests: markdown },
  { file: 'src/report/report_text.cpp', what: 'a note is not escaped',
    from: '"- " + markdown(notice)', to: '"- " + notice', tests: markdown },
  { file: 'src/report/report_text.cpp', what: 'a name is a mention',
    from: 'out += "<!-- -->"', to: 'out += ""', tests: markdown },
  { file: 'src/report/report_sarif.cpp', what: 'medium is a note',
    from: 'return "warning";\n    case Severity::Low', to: 'return "note";\n    case Severity::Low', tests: levels },
  { file: 'src/report/report_sarif.cpp', what: 'high is a warning',
    from: 'case Severity::High: return "error"', to: 'case Severity::High: return "warning"', tests: levels },
  { file: 'src/report/report_sarif.cpp', what: 'what is good fails',
    from: '? "pass" : "fail"', to: '? "fail" : "fail"', tests: levels },
  { file: 'src/report/input_words.cpp', what: 'wget is called curl',
    from: '"wget -S output"', to: '"curl -v output"', tests: kinds },
  { file: 'src/report/input_words.cpp', what: 'curl is called wget',
    from: '"curl -v output", "No', to: '"wget -S output", "No', tests: kinds },
  { file: 'src/report/input_words.cpp', what: 'an archive without responses is called JSON',
    from: '"The archive holds no response with headers."', to: '"This is JSON."', tests: kinds },
  { file: 'src/grade/grade.cpp', what: 'no cap for other parts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 100 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'a higher cap for other parts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 85 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'a higher cap for scripts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 54 ? 60 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'the caps are changed round',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 54 : 84},', tests: caps },
  { file: 'src/harden/services.cpp', what: 'a source is added beside strict-dynamic',
    from: 'directive.has("\'strict-dynamic\'") || directive.has(row.source)', to: 'directive.has(row.source)', tests: beside },
  { file: 'src/harden/services.cpp', what: 'a source is added beside strict-dynamic for elements',
    from: 'elements != nullptr && !elements->has("\'strict-dynamic\'")', to: 'elements != nullptr', tests: beside },
  { file: 'src/text/utf8.cpp', what: 'text knows analyze.hpp',
    from: '#include "text/utf8.hpp"\n', to: '#include "text/utf8.hpp"\n#include "headstrong/analyze.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/grammar/url.cpp', what: 'grammar knows the report',
    from: '#include "grammar/url.hpp"\n', to: '#include "grammar/url.hpp"\n#include "headstrong/report.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/headers/csp/policy.cpp', what: 'headers know the rules',
    from: '#include "headers/csp/policy.hpp"\n', to: '#include "headers/csp/policy.hpp"\n#include "rules/rule.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/grade/grade.cpp', what: 'nothing is broken',
    from: 'HEADSTRONG_BROKEN(score) score;', to: 'HEADSTRONG_BROKEN(score) 0 * score;', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'an A+ for 95',
    from: '{letter, score},', to: '{letter, score == 97 ? 95 : score},', tests: letters },
  { file: 'src/grade/grade.cpp', what: 'no D for 40',
    from: 'score >= row.score', to: 'score > row.score', tests: letters },
  { file: 'src/headers/csp/parse_policy.cpp', what: 'a hash is another',
    from: '{"sha384", HashAlgorithm::Sha384}', to: '{"sha384", HashAlgorithm::Sha512}', tests: inline },
  { file: 'src/headers/csp/parse_policy.cpp', what: 'a host has empty labels',
    from: "s[at] == '.' && at > label", to: "s[at] == '.'", tests: sources },
  { file: 'src/decide/source_validity.cpp', what: 'no port is any port',
    from: 'if (port == "*") return Source::kAnyPort;', to: 'if (port == "*") return Source::kNoPort;', tests: verdicts },
  { file: 'src/decide/match_url.cpp', what: '* is a host like another',
    from: 'if (host == "*") return true;', to: '', tests: verdicts },
  { file: 'src/decide/x_frame_options.cpp', what: 'DENY allows',
    from: 'if (deny) return false;', to: 'if (deny) return true;', tests: framing },
  { file: 'src/decide/x_frame_options.cpp', what: 'several values count as the first',
    from: 'if (several) return', to: 'if (false) return', tests: framing },
  { file: 'src/emit/quote/quote.cpp', what: "PHP's backslash is not doubled",
    from: "backslashed(text, \"'\\\\\")", to: "backslashed(text, \"'\")", tests: literals },
  { file: 'src/emit/quote/quote.cpp', what: "YAML's quote is not doubled",
    from: "replaced(text, \"'\", \"''\")", to: "replaced(text, \"'\", \"'\")", tests: literals },
  { file: 'src/emit/quote/quote.cpp', what: 'a template puts values in',
    from: '"`\\\\$"', to: '"`\\\\"', tests: literals },
  { file: 'src/grammar/base64.cpp', what: 'one pad is missing',
    from: "left > 2 ? kAlphabet[group & 63] : '='", to: "left > 1 ? kAlphabet[group & 63] : '='", tests: base64 },
];
