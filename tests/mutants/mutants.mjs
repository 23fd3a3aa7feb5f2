// What is broken on purpose, and which test notices (a filter of Catch2). `from` stands once in the file. A
// table is compiled `through` the file that expands it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { root } from '../support/command.mjs';

const markdown = 'no mark of a paste is one in Markdown*';
const live = 'nothing of a paste is live in any report*';
const masked = 'secrets are masked in what people hand on*';
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
const literals = 'what a spelling carries it reads back*';
const base64 = 'base64 gives the examples of RFC 4648';

/** @typedef {{ file: string, what: string, from: string, to: string, tests: string, through?: string, inPlace?: boolean }} Mutant */

/** @type {Mutant[]} */
export const mutants = [
  { file: 'src/report/markup.cpp', what: 'no mark is escaped',
    from: 'if (markup_detail::acts(s, at)) out', to: 'if (!markup_detail::acts(s, at)) out', tests: markdown },
  { file: 'src/report/report_document.cpp', what: 'a message is not escaped',
    from: 'm_.paragraph(m_.text(message_of(finding)))', to: 'm_.paragraph(message_of(finding))', tests: markdown },
  { file: 'src/report/document_pasted.cpp', what: 'a note is not escaped',
    from: 'markup.paragraph(markup.text(notice), "soft")', to: 'markup.paragraph(notice, "soft")', tests: markdown },
  { file: 'src/report/markup.cpp', what: 'a name is a mention',
    from: 'out += "<!-- -->"', to: 'out += ""', tests: markdown },
  { file: 'src/report/markup.cpp', what: 'a tag stays a tag in HTML',
    from: 'case \'<\': out += "&lt;"', to: 'case \'<\': out += "<"', tests: live },
  { file: 'src/http/secrets/secrets.cpp', what: 'a letter of a secret stays',
    from: 'text[at] = \'x\';\n    return 1', to: 'text[at] = at % 2 == 0 ? \'x\' : text[at];\n    return 1', tests: masked },
  { file: 'src/report/report_sarif.cpp', what: 'medium is a note',
    from: 'return "warning";\n    case Severity::Low', to: 'return "note";\n    case Severity::Low', tests: levels },
  { file: 'src/report/report_sarif.cpp', what: 'high is a warning',
    from: 'case Severity::High: return "error"', to: 'case Severity::High: return "warning"', tests: levels },
  { file: 'src/report/report_sarif.cpp', what: 'what is good fails',
    from: '? "pass" : "fail"', to: '? "fail" : "fail"', tests: levels },
  { file: 'src/http/dialects/formats.def', through: 'src/http/dialects/dialect.cpp', what: 'wget is called curl',
    from: '"wget -S output"', to: '"curl -v output"', tests: kinds },
  { file: 'src/http/dialects/formats.def', through: 'src/http/dialects/dialect.cpp', what: 'curl is called wget',
    from: '"curl -v output",', to: '"wget -S output",', tests: kinds },
  { file: 'src/http/dialects/formats.def', through: 'src/http/dialects/dialect.cpp', what: 'an archive without responses is called JSON',
    from: '"The archive contains no response with headers."', to: '"This is JSON."', tests: kinds },
  { file: 'src/grade/grade.cpp', what: 'no cap for other parts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 100 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'a higher cap for other parts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 85 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'a higher cap for scripts',
    from: '{id, weight, cap},', to: '{id, weight, cap == 54 ? 60 : cap},', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'the caps are changed round',
    from: '{id, weight, cap},', to: '{id, weight, cap == 84 ? 54 : 84},', tests: caps },
  { file: 'src/harden/services.cpp', what: 'a source is added beside strict-dynamic',
    from: 'if (!is_keyword(source) && list.has("\'strict-dynamic\'")) continue;', to: '', tests: beside },
  { file: 'src/harden/services.cpp', what: 'a list made for a service stays',
    from: 'if (brought_in || made == all[at].tokens) draft_.remove(name);', to: '', tests: 'taking a service out is the exact inverse*' },
  { file: 'src/text/utf8.cpp', what: 'text knows analyze.hpp',
    from: '#include "text/utf8.hpp"\n', to: '#include "text/utf8.hpp"\n#include "headstrong/analyze.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/grammar/url.cpp', what: 'grammar knows the report',
    from: '#include "grammar/url.hpp"\n', to: '#include "grammar/url.hpp"\n#include "headstrong/report.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/headers/csp/policy.cpp', what: 'headers know the rules',
    from: '#include "headers/csp/policy.hpp"\n', to: '#include "headers/csp/policy.hpp"\n#include "rules/rule.hpp"\n', tests: chain, inPlace: true },
  { file: 'src/grade/grade.cpp', what: 'nothing is broken',
    from: 'if (score < kBroken) cap = std::min', to: 'if (score < 0) cap = std::min', tests: caps },
  { file: 'src/grade/grade.cpp', what: 'an A+ for 95',
    from: '{letter, score},', to: '{letter, score == 97 ? 95 : score},', tests: letters },
  { file: 'src/grade/grade.cpp', what: 'no D for 40',
    from: 'score >= row.score', to: 'score > row.score', tests: letters },
  { file: 'src/headers/csp/parse_policy.cpp', what: 'a hash is another',
    from: '{"sha384", HashAlgorithm::Sha384}', to: '{"sha384", HashAlgorithm::Sha512}', tests: inline },
  { file: 'src/headers/csp/parse_policy.cpp', what: 'a host has empty labels',
    from: "s_[at_] == '.' && at_ > label", to: "s_[at_] == '.'", tests: sources },
  { file: 'src/decide/source_validity.cpp', what: 'no port is any port',
    from: 'if (port == "*") return Source::kAnyPort;', to: 'if (port == "*") return Source::kNoPort;', tests: verdicts },
  { file: 'src/decide/match_url.cpp', what: '* is a host like another',
    from: 'if (host == "*") return true;', to: '', tests: verdicts },
  { file: 'src/decide/x_frame_options.cpp', what: 'DENY allows',
    from: 'if (deny) return false;', to: 'if (deny) return true;', tests: framing },
  { file: 'src/decide/x_frame_options.cpp', what: 'several values count as the first',
    from: 'if (several) return', to: 'if (false) return', tests: framing },
  { file: 'src/quote/php.cpp', what: "PHP's backslash is not doubled",
    from: "if (c == '\\'' || c == '\\\\') out", to: "if (c == '\\'') out", tests: literals },
  { file: 'src/quote/yaml.cpp', what: "YAML's quote is not doubled",
    from: "encode_doubled(text, '\\'', out)", to: 'out += text', tests: literals },
  { file: 'src/quote/javascript.cpp', what: 'a template puts values in',
    from: '"`\\\\$"', to: '"`\\\\"', tests: literals },
  { file: 'src/grammar/base64.cpp', what: 'one pad is missing',
    from: "left > 2 ? kAlphabet[group & 63] : '='", to: "left > 1 ? kAlphabet[group & 63] : '='", tests: base64 },
  { file: 'src/harden/write_into.cpp', what: 'what is written is not read back',
    from: 'same_frame && meant.fields == read.fields', to: 'same_frame', tests: 'hostile values are written as they are*' },
  { file: 'src/harden/write_into.cpp', what: 'an empty set is written',
    from: 'headers.empty()', to: 'headers.size() > 9000', tests: 'what can\'t be written is refused*' },
  { file: 'src/harden/policy_plan.cpp', what: 'a new policy is enforced at once',
    from: 'known ? Sending::Enforce : Sending::ReportFirst', to: 'known ? Sending::Enforce : Sending::Enforce',
    tests: 'a page without a policy is not taken down*' },
  { file: 'src/rules/x_frame_options/absent.cpp', what: 'a missing X-Frame-Options is missed',
    from: '!context.attacks.allowed', to: 'context.attacks.allowed', tests: 'rules find what their fixtures say' },
  { file: 'src/rules/prove_fixes.cpp', what: 'a repair that opens something is safe',
    from: 'context_.attacks.allowed(attack) || !attacks.allowed(attack)', to: 'true', tests: 'a repair is offered in the company*' },
  { file: 'src/emit/emit.cpp', what: 'control bytes are carried',
    from: 'if (text::is(c, text::kControl)) return', to: 'if (c == 1) return', tests: 'what no target can carry*' },
  { file: 'src/peers/observatory.cpp', what: 'a bonus for everybody',
    from: 'kEnoughForBonus = 90', to: 'kEnoughForBonus = 50', tests: 'bonus points count from 90 on*' },
  { file: 'src/http/near_names.cpp', what: 'names of others are misspelled',
    from: 'if (text::iequals(name, others)) return {};', to: 'if (false) return {};', tests: 'real responses are read whole*' },
];

/** What no longer fits the tree, one line each: a file or text that has gone, a test that is called otherwise. */
export function outdated(list = mutants) {
  const folder = `${root}tests/core/`;
  const named = /** @type {string[]} */ (readdirSync(folder, { recursive: true })).filter((name) => name.endsWith('.cpp'))
    .flatMap((name) => [...readFileSync(folder + name, 'utf8').matchAll(/TEST_CASE\("((?:[^"\\]|\\.)*)"/g)].map(([, title]) => title));
  const faults = [];
  for (const { file, through, what, from, to, tests } of list) {
    const say = (fault) => faults.push(`${file}: ${what}: ${fault}`);
    for (const path of [file, through].filter(Boolean)) if (!existsSync(`${root}core/${path}`)) say(`there is no core/${path}`);
    if (existsSync(`${root}core/${file}`)) {
      const times = readFileSync(`${root}core/${file}`, 'utf8').split(from).length - 1;
      if (times !== 1) say(`found ${times} times: ${from}`);
    }
    if (from === to) say('nothing is changed');
    const begins = tests.endsWith('*') ? tests.slice(0, -1) : null;
    if (!named.some((title) => (begins === null ? title === tests : title.startsWith(begins)))) say(`no test is called ${tests}`);
  }
  return faults;
}
