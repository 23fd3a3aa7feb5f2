// A hardened set written into every kind of text: what it reads as then, and that nothing else changes.
#include "headstrong/write_into.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/harden.hpp"
#include "http/read_paste.hpp"
#include "model/gaps.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/files.hpp"
#include "support/fixture.hpp"
#include "support/long_run.hpp"
#include "support/renderings.hpp"
#include "support/writing.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace write_into_test {

using Json = nlohmann::ordered_json;

http::Format format_of(std::string_view text) {
  text::Source source(text);
  return http::read_paste(source).format;
}

std::string written(std::string_view text, const HeaderSet& set, std::optional<std::size_t> response = {}) {
  const WriteIntoResult result = write_into(text, set, {response});
  INFO(testing::quoted(text));
  CHECK(testing::fault_of_writing(text, set, result, response) == "");
  CHECK(result.refusal == "");
  return apply_edits(text, result.edits);
}

std::string refusal(std::string_view text, const HeaderSet& set) {
  const WriteIntoResult result = write_into(text, set);
  CHECK(testing::fault_of_writing(text, set, result) == "");
  return result.refusal;
}

/// Whether two documents are alike but for the headers of responses; counts those that are not.
bool alike_but_headers(const Json& a, const Json& b, int& changed) {
  if (a == b) return true;
  if (a.type() != b.type() || a.size() != b.size() || !a.is_structured()) return false;
  for (auto left = a.begin(), right = b.begin(); left != a.end(); ++left, ++right) {
    if (a.is_object() && left.key() != right.key()) return false;
    if (a.is_object() && left.key() == "headers") {
      changed += left.value() != right.value();
    } else if (!alike_but_headers(left.value(), right.value(), changed)) {
      return false;
    }
  }
  return true;
}

bool has_headers_member(const Json& json) {
  for (const auto& item : json.items()) {
    if (json.is_object() && item.key() == "headers") return true;
    if (item.value().is_structured() && has_headers_member(item.value())) return true;
  }
  return false;
}

/// What a JSON text has changed in besides the headers of one response.
std::string fault_of_json(std::string_view before, std::string_view after) {
  const Json was = Json::parse(before);
  const Json is = Json::parse(after);
  if (!has_headers_member(was)) return {};  // all of it is the headers
  int changed = 0;
  if (!alike_but_headers(was, is, changed)) return "changed outside of the headers";
  return changed > 1 ? "changed the headers of several responses" : "";
}

void check_written(std::string_view text, const HeaderSet& set) {
  const WriteIntoResult result = write_into(text, set);
  CHECK(testing::fault_of_writing(text, set, result) == "");
  const http::Format format = format_of(text);
  if (result.refusal.empty() && (format == http::Format::Json || format == http::Format::Har)) {
    CHECK(fault_of_json(text, apply_edits(text, result.edits)) == "");
  }
}

/// Whether a text may be refused: what it holds no place for, or its language no spelling.
bool may_refuse(std::string_view text, const HeaderSet& set) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  const bool broken = std::any_of(paste.notices.begin(), paste.notices.end(), [](const http::Notice& notice) {
    return notice.kind == http::NoticeKind::BrokenJson;
  });
  const auto any = [&](std::string_view part) {
    return std::any_of(set.begin(), set.end(), [&](const Header& h) { return h.value.find(part) != h.value.npos; });
  };
  constexpr std::size_t kNginxWord = 3900;
  std::size_t longest = 0;
  for (const Header& header : set) longest = std::max(longest, header.value.size());
  const bool unread = paste.responses.empty() && paste.format != http::Format::Empty;
  if (broken || unread) return true;
  // What is put together of pieces, or set in another place.
  const std::vector<http::Field>* fields = paste.responses.empty() ? nullptr : &paste.responses[paste.chosen].fields;
  const bool apart = fields != nullptr && std::any_of(fields->begin(), fields->end(), [](const http::Field& field) {
                       return field.inherited || field.spelling == quote::Spelling::Unwritable;
                     });
  if (apart && http::info(paste.format).lines == http::Lines::Statements) return true;
  // A variable, of which no literal says the same.
  if (fields != nullptr) {
    const model::GapPlaces gaps(paste.responses[paste.chosen]);
    const auto is_open = [&](const http::Field& field) { return gaps.of(field.value) != model::Gap::None; };
    if (std::any_of(fields->begin(), fields->end(), is_open)) return true;
  }
  switch (paste.format) {
    case http::Format::Html: return true;
    case http::Format::NginxConfig: return any("$") || any("{{nonce}}") || longest > kNginxWord;
    case http::Format::HeadersFile: return any("{{nonce}}");
    // Beside a policy under a name of its own, other members are no headers until headers join them.
    case http::Format::Json: return text.find("\"csp\"") != text.npos;
    default: return false;
  }
}

std::vector<std::string> pastes() {
  std::vector<std::string> texts;
  for (const char* folder : {"tests/fixtures/read_paste", "tests/rules"}) {
    for (const std::string& path : testing::files_below(testing::root() + folder, ".md")) {
      for (const testing::Fence& fence : testing::read_fixture(path).fences) {
        const bool paste = fence.info == "paste" || fence.info == "http" || fence.info == "policy";
        if (paste) texts.push_back(fence.text);
      }
    }
  }
  for (const char* folder : {"tests/golden", "site/examples"}) {
    for (const std::string& path : testing::files_below(testing::root() + folder, ".http")) {
      texts.push_back(testing::read_file(path));
    }
  }
  return texts;
}

TEST_CASE("the hardened set is written into every paste of the fixtures") {
  std::size_t count = 0;
  for (const std::string& paste : pastes()) {
    std::string returns;
    for (const char c : paste) returns.append(c == '\n' ? "\r\n" : std::string(1, c));
    for (const std::string& text : {paste, paste + "\n", returns}) {
      INFO(testing::quoted(text));
      const HeaderSet set = harden(text).headers;
      const WriteIntoResult result = write_into(text, set);
      check_written(text, set);
      if (!result.refusal.empty()) {
        INFO(result.refusal);
        CHECK(may_refuse(text, set));
        continue;
      }
      ++count;
    }
  }
  CHECK(count > 1000);
}

const std::size_t kStep = testing::usual_or_whole(34, 17);  // 150 responses and some, in a long run 300

testing::Pairs headers_of(const testing::RealResponse& response) {
  testing::Pairs headers;
  for (const auto& [name, value] : response.headers) {
    const bool token = !name.empty() && text::all_of(name, text::kToken);
    if (token) headers.emplace_back(name, value);
  }
  return headers;
}

std::string lines_of(const HeaderSet& set) {
  std::string out;
  for (const Header& header : set) out += header.name + ": " + header.value + "\n";
  return out;
}

TEST_CASE("the hardened set is written into real responses, in every way of pasting them") {
  std::map<std::string_view, std::size_t> counts;
  std::size_t turn = 0;
  for (const testing::RealResponse& response : testing::real_responses(kStep)) {
    const HeaderSet set = harden(testing::as_message(response)).headers;
    const std::vector<testing::Rendering>& all = testing::renderings();
    ++turn;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string text = all[i].render(testing::carried(all[i], headers_of(response)));
      INFO(all[i].name << "\n" << text);
      const WriteIntoResult result = write_into(text, set);
      CHECK(testing::fault_of_writing(text, set, result) == "");
      if (!result.refusal.empty()) {
        INFO(result.refusal);
        CHECK(may_refuse(text, set));
        continue;
      }
      ++counts[all[i].name];
      if (format_of(text) == http::Format::Json || format_of(text) == http::Format::Har) {
        CHECK(fault_of_json(text, apply_edits(text, result.edits)) == "");
      }
      if (turn % all.size() != i) continue;
      // Each way in its turn: hardening what came out asks for nothing more.
      const std::string out = apply_edits(text, write_into(text, harden(text).headers).edits);
      CHECK(lines_of(harden(out).headers) == lines_of(harden(text).headers));
    }
  }
  for (const testing::Rendering& rendering : testing::renderings()) {
    INFO(rendering.name);
    CHECK(counts[rendering.name] > testing::usual_or_whole(75, 150));
  }
}

struct Row {
  std::string_view what;
  std::string_view before;
  std::string_view after;
};

// Into all of them goes this set.
const HeaderSet kSet = {
    {"Content-Security-Policy", "default-src 'self'"}, {"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};

constexpr Row kRows[] = {
    {"nothing", "",
     "Content-Security-Policy: default-src 'self'\nX-Frame-Options: DENY\nReferrer-Policy: no-referrer\n"},
    {"a policy alone", "script-src 'self'\n",
     "Content-Security-Policy: default-src 'self'\nX-Frame-Options: DENY\nReferrer-Policy: no-referrer\n"},
    {"the first of a name is replaced, further ones go, what the set leaves out goes, the rest stays",
     "HTTP/1.1 200 OK\nServer: a/1.2\nX-Frame-Options: ALLOWALL\nSet-Cookie: a=b;\n  Secure\nReport-To: {}\n"
     "x-frame-options: DENY\nSet-Cookie: c=d\n\nX-Frame-Options: body\n",
     "HTTP/1.1 200 OK\nServer: a/1.2\nX-Frame-Options: DENY\nSet-Cookie: a=b;\n  Secure\nSet-Cookie: c=d\n"
     "Content-Security-Policy: default-src 'self'\nReferrer-Policy: no-referrer\n\nX-Frame-Options: body\n"},
    {"names in lower case stay so, and get such neighbours", "HTTP/2 200\nserver: a\nx-frame-options: no",
     "HTTP/2 200\nserver: a\nx-frame-options: DENY\ncontent-security-policy: default-src 'self'\n"
     "referrer-policy: no-referrer"},
    {"CR LF, and blanks around values",
     "HTTP/1.1 200 OK\r\nX-Frame-Options:  no \r\nReferrer-Policy:\r\nServer: a\r\n\r\n<p>\n",
     "HTTP/1.1 200 OK\r\nX-Frame-Options:  DENY \r\nReferrer-Policy: no-referrer\r\nServer: a\r\n"
     "Content-Security-Policy: default-src 'self'\r\n\r\n<p>\n"},
    {"a status line alone", "HTTP/1.1 200 OK",
     "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'\nX-Frame-Options: DENY\nReferrer-Policy: no-referrer"},
    {"a folded value comes to its name",
     "HTTP/1.1 200 OK\nReferrer-Policy:\n\torigin,\n\tunsafe-url\nX-Frame-Options: a\n b\nServer: c\n",
     "HTTP/1.1 200 OK\nReferrer-Policy: no-referrer\nX-Frame-Options: DENY\nServer: c\nContent-Security-Policy: default-src 'self'\n"},
    {"prose among the lines of a policy stays",
     "Server: a\nContent-Security-Policy: img-src *;\n(new since May)\nscript-src *\nX-Frame-Options: DENY\nVary: a\n",
     "Server: a\nContent-Security-Policy: default-src 'self'\n(new since May)\nX-Frame-Options: DENY\nVary: a\n"
     "Referrer-Policy: no-referrer\n"},
    {"the last line goes",
     "Server: a\nX-Frame-Options: DENY\nContent-Security-Policy: default-src 'self'\nReferrer-Policy: no-referrer\nReport-To: {}",
     "Server: a\nX-Frame-Options: DENY\nContent-Security-Policy: default-src 'self'\nReferrer-Policy: no-referrer"},
    {"curl -v", "> GET / HTTP/2\n> Host: a.example\n>\n< HTTP/2 200\n< X-Frame-Options: no\n<\n<html>\nServer: body\n",
     "> GET / HTTP/2\n> Host: a.example\n>\n< HTTP/2 200\n< X-Frame-Options: DENY\n< Content-Security-Policy: default-src 'self'\n"
     "< Referrer-Policy: no-referrer\n<\n<html>\nServer: body\n"},
    {"wget -S", "  HTTP/1.1 200 OK\n  Server: a\nLength: 3",
     "  HTTP/1.1 200 OK\n  Server: a\n  Content-Security-Policy: default-src 'self'\n"
     "  X-Frame-Options: DENY\n  Referrer-Policy: no-referrer\nLength: 3"},
    {"PowerShell", "RawContent : HTTP/1.1 200 OK\n             Server: a\n\nForms : {}\n",
     "RawContent : HTTP/1.1 200 OK\n             Server: a\n             Content-Security-Policy: default-src 'self'\n"
     "             X-Frame-Options: DENY\n             Referrer-Policy: no-referrer\n\nForms : {}\n"},
    {"PowerShell without headers", "RawContent : HTTP/1.1 200 OK\n\nForms : {}\n",
     "RawContent : HTTP/1.1 200 OK\n             Content-Security-Policy: default-src 'self'\n"
     "             X-Frame-Options: DENY\n             Referrer-Policy: no-referrer\n\nForms : {}\n"},
    {"a table on alternate lines", "server:\na\nx-frame-options:\nno\nage:\n3\n",
     "server:\na\nx-frame-options:\nDENY\nage:\n3\ncontent-security-policy:\ndefault-src 'self'\nreferrer-policy:\nno-referrer\n"},
    {"a table of Firefox with an empty value", "server\n\t\nx-frame-options\n\t\nvary\n\ta",
     "server\n\t\nx-frame-options\n\tDENY\nvary\n\ta\ncontent-security-policy\n\tdefault-src 'self'\nreferrer-policy\n\tno-referrer"},
    {"a table with tabs", "Server\ta\nX-Frame-Options\t\nVary\tb\n",
     "Server\ta\nX-Frame-Options\tDENY\nVary\tb\nContent-Security-Policy\tdefault-src 'self'\nReferrer-Policy\tno-referrer\n"},
    {"an object", R"({"Server":"a","x-frame-options":"no","Set-Cookie":["a=b","c=d"]})",
     R"({"Server":"a","x-frame-options":"DENY","Set-Cookie":["a=b","c=d"],"Content-Security-Policy":"default-src 'self'","Referrer-Policy":"no-referrer"})"},
    {"an object in lines", "{\n  \"report-to\": \"x\",\n  \"server\": \"a\",\n  \"nel\": \"b\"\n}\n",
     "{\n  \"server\": \"a\",\n  \"nel\": \"b\",\n  \"content-security-policy\": \"default-src 'self'\",\n"
     "  \"x-frame-options\": \"DENY\",\n  \"referrer-policy\": \"no-referrer\"\n}\n"},
    {"a list of one name becomes one value of a list", R"({"headers": {"X-Frame-Options": ["a", "b"], "X": 1}})",
     R"({"headers": {"X-Frame-Options": ["DENY"], "X": 1, "Content-Security-Policy": "default-src 'self'", "Referrer-Policy": "no-referrer"}})"},
    {"curl -v without its status line", "< server: a\n< x-frame-options: b\n",
     "< server: a\n< x-frame-options: DENY\n< content-security-policy: default-src 'self'\n< referrer-policy: no-referrer\n"},
    {"pairs", R"([["Server","a"],["Report-To","b"],["X-Frame-Options","c"],["X-Frame-Options","d"]])",
     R"([["Server","a"],["X-Frame-Options","DENY"],["Content-Security-Policy","default-src 'self'"],["Referrer-Policy","no-referrer"]])"},
    {"all that was there goes", R"({"headers":[["Report-To","b"]]})",
     R"({"headers":[["Content-Security-Policy","default-src 'self'"],["X-Frame-Options","DENY"],["Referrer-Policy","no-referrer"]]})"},
    {"_headers", "/*\n  Server: a\n  X-Frame-Options: no\n/b\n  X-Frame-Options: no\n",
     "/*\n  Server: a\n  X-Frame-Options: DENY\n  Content-Security-Policy: default-src 'self'\n  Referrer-Policy: no-referrer\n/b\n"
     "  X-Frame-Options: no\n"},
    {"nginx", "server {\n  add_header Report-To x;\n  add_header X-Frame-Options 'no' always; # ours\n  root /a;\n}\n",
     "server {\n  add_header X-Frame-Options \"DENY\" always; # ours\n  add_header Content-Security-Policy \"default-src 'self'\" always;\n"
     "  add_header Referrer-Policy \"no-referrer\" always;\n  root /a;\n}\n"},
    {"nginx, on one line", "add_header Server a; add_header X-Frame-Options no; root /a;",
     "add_header Server a; add_header X-Frame-Options \"DENY\"; add_header Content-Security-Policy \"default-src 'self'\"; "
     "add_header Referrer-Policy \"no-referrer\"; root /a;"},
    {"nginx, without a semicolon", "add_header X-Frame-Options no",
     "add_header X-Frame-Options \"DENY\";\nadd_header Content-Security-Policy \"default-src 'self'\";\n"
     "add_header Referrer-Policy \"no-referrer\";"},
};

TEST_CASE("what a set becomes in each language") {
  for (const Row& row : kRows) {
    INFO(row.what);
    CHECK(written(row.before, kSet) == row.after);
  }
}

TEST_CASE("several fields of one name, and the response that was chosen") {
  const HeaderSet two = {
      {"Content-Security-Policy", "img-src a"}, {"X-Frame-Options", "DENY"}, {"Content-Security-Policy", "img-src b"}};
  CHECK(
      written("HTTP/1.1 200 OK\nContent-Security-Policy: c\nServer: d\nContent-Security-Policy: e\n", two) ==
      "HTTP/1.1 200 OK\nContent-Security-Policy: img-src a\nContent-Security-Policy: img-src b\nServer: d\nX-Frame-Options: DENY\n");
  CHECK(
      written(R"([["X-Frame-Options","a"],["Content-Security-Policy","c"]])", two) ==
      R"([["X-Frame-Options","DENY"],["Content-Security-Policy","img-src a"],["Content-Security-Policy","img-src b"]])");
  CHECK(written(R"({"Content-Security-Policy": "c", "Server": "d"})", two) ==
        R"({"Content-Security-Policy": ["img-src a", "img-src b"], "Server": "d", "X-Frame-Options": "DENY"})");
  const std::string chain = "HTTP/1.1 301 Moved\nServer: a\n\nHTTP/1.1 200 OK\nServer: b\n";
  CHECK(written(chain, {{"X-Frame-Options", "DENY"}}, 0) ==
        "HTTP/1.1 301 Moved\nServer: a\nX-Frame-Options: DENY\n\nHTTP/1.1 200 OK\nServer: b\n");
}

TEST_CASE("what can't be written is refused with a sentence, and nothing is written") {
  for (const std::string_view text :
       {"hello", "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"img-src *\">",
        "{\"headers\": [[\"Server\", \"a\"], [\"X", "https://a.example/", "\x89PNG", "[1, 2]"}) {
    INFO(text);
    CHECK(refusal(text, kSet) != "");
  }
  for (const char* text : {"", "default-src 'self'", "X-Frame-Options: DENY", "Server: a"})
    CHECK(refusal(text, {}) != "");
  CHECK(write_into("Server: a", kSet, {1}).refusal.find("no such response") != std::string::npos);
  const HeaderSet nonce = {{"Content-Security-Policy", "script-src 'nonce-{{nonce}}'"}};
  CHECK(refusal("/*\n  Server: a\n", nonce).find("nonce") != std::string::npos);
  CHECK(refusal("add_header Server a;\n", nonce).find("nonce") != std::string::npos);
  CHECK(refusal("add_header Server a;\n", {{"X-A", "a$b"}}).find('$') != std::string::npos);
  CHECK(refusal("add_header Server a;\n", {{"X-A", std::string(5000, 'a')}}).find("longer") != std::string::npos);
  for (const char* value : {"a\nb", "a\rb", "a\x01", "a\x7F"}) {
    CHECK(refusal("HTTP/1.1 200 OK\n", {{"X-A", value}}).find("control") != std::string::npos);
  }
  for (const char* name : {"", "a b", "a:", "a\nb", "\xC3\xA9"}) CHECK(refusal("", {{name, "b"}}) != "");
  for (const char* value : {" a", "a ", "\ta"}) CHECK(refusal("HTTP/1.1 200 OK\n", {{"X-A", value}}) != "");
}

/// A program with one header, and the same with another one beside it; nothing where that is refused.
struct Program {
  std::string_view before;
  std::string_view after;
};

constexpr Program kPrograms[] = {
    // What runs under a condition is no model.
    {"if (embed) res.setHeader('X-Frame-Options', 'DENY');\n", ""},
    {"if (embed) res.setHeader('X-Frame-Options', 'DENY');\nelse res.setHeader('X-Frame-Options', 'DENY');\n", ""},
    {"if (embed) {\n  res.setHeader('X-Frame-Options', 'DENY');\n}\n", ""},
    {"def f(r):\n    if embed:\n        r.headers['X-Frame-Options'] = 'DENY'\n    return r\n", ""},
    {"response.headers['X-Frame-Options'] = 'DENY' if embed\n", ""},
    {"<?php\nif ($embed) header('X-Frame-Options: DENY');\n", ""},
    {"func f(w http.ResponseWriter) {\n\tif embed {\n\t\tw.Header().Set(\"X-Frame-Options\", \"DENY\")\n\t}\n}\n", ""},
    // Types stay what they are.
    {"fn f() {\n    headers.insert(\"X-Frame-Options\", \"DENY\".parse().unwrap());\n}\n",
     "fn f() {\n    headers.insert(\"X-Frame-Options\", \"DENY\".parse().unwrap());\n"
     "    headers.insert(\"Referrer-Policy\", \"no-referrer\".parse().unwrap());\n}\n"},
    {"fn f() {\n    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static(\"DENY\"));\n}\n", ""},
    {"headers = [(b'x-frame-options', b'DENY')]\n",
     "headers = [(b'x-frame-options', b'DENY'), (b'referrer-policy', b\"no-referrer\"),]\n"},
    {"headers.append(('X-Frame-Options', 'DENY'))\n", ""},
};

TEST_CASE("a program gets a further header where it runs as the others do, in the types that they have, or none") {
  const HeaderSet set = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  for (const Program& program : kPrograms) {
    INFO(program.before);
    if (program.after.empty()) {
      CHECK(refusal(program.before, set) != "");
    } else {
      CHECK(written(program.before, set) == program.after);
    }
  }
}

TEST_CASE("hostile values are written as they are, or refused, in every way of pasting") {
  const testing::Pairs old = {{"Server", "a"}, {"X-Frame-Options", "no"}, {"Set-Cookie", "a=b"}, {"Vary", "c"}};
  std::size_t counts[2] = {};
  for (const char* value : {"\"",
                            "\\",
                            "\\\"",
                            "a\\",
                            "'",
                            "`",
                            "#",
                            "a # b",
                            ";",
                            "a; b {",
                            "}",
                            "{",
                            "[",
                            "],[\"a\",\"b\"]",
                            "\":\"",
                            "$a",
                            "${a}",
                            "<",
                            "</head>",
                            "<!--",
                            "&quot;",
                            "&",
                            "%0A",
                            "\\n",
                            "\\u000a",
                            "HTTP/1.1 200 OK",
                            "Server: b",
                            "X-Frame-Options",
                            "x-frame-options:",
                            ": a",
                            "Request Headers",
                            "Response Headers",
                            "General",
                            "/*",
                            "add_header A b;",
                            "GET / HTTP/1.1",
                            "< HTTP/2 200",
                            "> a",
                            "* a",
                            "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80",
                            "\xFF",
                            "a\tb",
                            "a  b",
                            "default-src 'self'",
                            "curl: (6) a",
                            "",
                            "=",
                            ",",
                            "Status Code",
                            "https://a.example/",
                            "RawContent : HTTP/1.1 200 OK",
                            "\xEF\xBB\xBF",
                            "\xC2\xA0",
                            "\xE2\x80\xA8"}) {
    for (const testing::Rendering& rendering : testing::renderings()) {
      const std::string text = rendering.render(testing::carried(rendering, old));
      for (const char* name : {"X-Frame-Options", "Content-Security-Policy", "X-New"}) {
        const HeaderSet set = {{name, value}, {"Referrer-Policy", "no-referrer"}};
        const WriteIntoResult result = write_into(text, set);
        INFO(rendering.name << ", " << name << ": " << testing::quoted(value) << " " << result.refusal);
        CHECK(testing::fault_of_writing(text, set, result) == "");
        ++counts[result.refusal.empty()];
      }
    }
  }
  CHECK(counts[1] > 10 * counts[0]);
}

TEST_CASE(
    "where the written set is not sent is told: places with headers of their own, and what they have lost since") {
  const std::string text =
      "server {\n  add_header X-Frame-Options DENY;\n  location /a {\n    add_header X-Frame-Options SAMEORIGIN;\n  }\n"
      "  location /b {\n    add_header Cache-Control no-store;\n  }\n}\n";
  const HeaderSet set = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  const WriteIntoResult first = write_into(text, set);
  CHECK(first.notes ==
        std::vector<std::string>{
            "location /a block, line 4, sets its own headers and keeps them. Harden it, too (response=1).",
            "location /b block, line 7, sets its own headers and keeps them. Harden it, too (response=2).",
            "location /a block, line 4, doesn't send Referrer-Policy: its own add_header drops all that it would "
            "inherit. Repeat it there.",
            "location /b block, line 7, doesn't send X-Frame-Options and Referrer-Policy: its own add_header drops all "
            "that it would inherit. Repeat them there."});
  // What was lost before, on whatever line, is no news of the writing.
  const WriteIntoResult again = write_into(apply_edits(text, first.edits), set);
  CHECK(again.edits.empty());
  CHECK(again.notes.size() == 2);
  CHECK(write_into("HTTP/1.1 200 OK\nServer: a\n\nHTTP/1.1 200 OK\nServer: b\n", set).notes.empty());
  std::string many = "server {\n  add_header X-Frame-Options DENY;\n";
  for (int i = 0; i < 40; ++i) many += "  location /" + std::to_string(i) + " { add_header X-A b; }\n";
  CHECK(write_into(many + "}\n", set).notes.size() == 21);
}

TEST_CASE("a large text is written into") {
  std::string text = "HTTP/1.1 200 OK\n";
  for (int i = 0; i < 40000; ++i) text += i % 3 == 0 ? "X-Frame-Options: DENY\n" : "Set-Cookie: a=b\n";
  const WriteIntoResult result = write_into(text, kSet);
  CHECK(result.refusal == "");
  CHECK(apply_edits(text, result.edits).size() < text.size());
}

}  // namespace write_into_test
}  // namespace headstrong
