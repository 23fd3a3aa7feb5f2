// Configurations of hosts and gateways: the languages that they are written in, what they mean, what is
// written is read, and fixes in place.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/write_into.hpp"
#include "http/document/document.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "support/left_out.hpp"
#include "support/long_run.hpp"
#include "support/writing.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace hosts_test {

using Fields = std::vector<std::pair<std::string, std::string>>;
using http::document::Document;
using http::document::Node;

/// A tree on one line: {key: text, key: [text, ...]}; what is not in the text is "?".
void print(Document& document, std::uint32_t node, std::string& out) {
  const Node::Kind kind = document[node].kind;
  if (document.is_text(node)) {
    out += document.text(node);
  } else if (kind == Node::Kind::Map || kind == Node::Kind::List) {
    out += kind == Node::Kind::Map ? '{' : '[';
    for (std::uint32_t each = document[node].first; each != http::document::kNone; each = document[each].next) {
      if (each != document[node].first) out += ", ";
      if (kind == Node::Kind::Map) out.append(document.key(each)).append(": ");
      print(document, each, out);
    }
    out += kind == Node::Kind::Map ? '}' : ']';
  } else if (kind == Node::Kind::Other) {
    out += '?';
  }
}

std::string tree(std::string_view text, void (*read)(Document&)) {
  text::Source source(text);
  Document document(source);
  read(document);
  if (document.broken) return "broken";
  std::string out;
  print(document, 0, out);
  return out;
}

struct Row {
  std::string_view text;
  std::string_view tree;
};

TEST_CASE("JSON is read as RFC 8259 has it") {
  constexpr Row kRows[] = {{R"({"a": "b\"\u0041", "c": [1, true, {"d": null}]})", "{a: b\"A, c: [1, true, {d: null}]}"},
                           {"[]", "[]"},
                           {"[1,]", "broken"},
                           {"[1 2]", "broken"},
                           {"{\"a\":1,}", "broken"},
                           {"{\"a\" 1}", "broken"},
                           {"{a: 1}", "broken"},
                           {"{\"a\": \"b", "broken"},
                           {"{} {}", "broken"},
                           {"\"a\"", "broken"}};
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(tree(row.text, http::document::read_json) == row.tree);
  }
}

TEST_CASE("YAML is read as configuration files are written in it") {
  constexpr Row kRows[] = {
      {"a: b\nc:\n  - d\n  - e: f\n    g: h\n", "[{a: b, c: [d, {e: f, g: h}]}]"},
      {"a:\n- b\n- c\nd: e", "[{a: [b, c], d: e}]"},
      {"- - a\n  - b\n-\n  c: d\n", "[[[a, b], {c: d}]]"},
      {"a: {b: 'it''s', \"c\": [d, e f]} # x\n", "[{a: {b: it's, c: [d, e f]}}]"},
      {"a: [b,\n  c,\n]\nd: e\n", "[{a: [b, c], d: e}]"},
      {"a: |\n  x\n   y\n\n  z\nb: c\n", "[{a: x\n y\n\nz\n, b: c}]"},
      {"a: >-\n  x\n  y\n\n  z\nb: c\n", "[{a: x y\nz, b: c}]"},
      {"a: |2-\n    x\nb: c", "[{a:   x, b: c}]"},
      {"a: x\n  y\n  z # c\nb: c", "[{a: x y z, b: c}]"},
      {"a: \"x \\\n  y\"\n", "[{a: x y}]"},
      {"a: 1 # x\n# y\nb: 'c # d'\n", "[{a: 1, b: c # d}]"},
      {"---\na: b\n---\nc: d\n...\n", "[{a: b}, {c: d}]"},
      {"%YAML 1.2\n---\na: &x b\nc: *x\nd: !Ref e\n", "[{a: b, c: ?, d: ?}]"},
      {"a: http://b.example:80/#c\n", "[{a: http://b.example:80/#c}]"},
      {"a:\nb:\n  c:\n", "[{a: , b: {c: }}]"},
      {"\"a b\": c\n'd': e\r\nf: g\r\n", "[{a b: c, d: e, f: g}]"},
      {"a: b: c\n", "broken"},
      {"a: \"b\n", "broken"},
      {"a: [b\n", "broken"},
      {"a: 'b' c\n", "broken"},
      {"a:\n  b: c\n d: e\n", "broken"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(tree(row.text, http::document::read_yaml) == row.tree);
  }
}

TEST_CASE("TOML is read with its tables and arrays of tables") {
  constexpr Row kRows[] = {
      {"a = \"b\\u0041\" # c\n[d.e]\nf = 'g'\n[d]\nh = 1\n", "{a: bA, d: {e: {f: g}, h: 1}}"},
      {"[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\nb = 3\n", "{a: [{b: 1, c: {d: 2}}, {b: 3}]}"},
      {"a.b.c = \"d\"\na.\"e.f\" = [1, 2,\n 3]\n", "{a: {b: {c: d}, e.f: [1, 2, 3]}}"},
      {"a = { b = \"c\", \"d\" = 'e' }\n", "{a: {b: c, d: e}}"},
      {"a = \"\"\"\nx \\\n   y\"\"\"\nb = '''z'''", "{a: x y, b: z}"},
      {"a\n", "broken"},
      {"[a\n", "broken"},
      {"a = \n", "broken"},
      {"a = 1 b = 2\n", "broken"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(tree(row.text, http::document::read_toml) == row.tree);
  }
}

TEST_CASE("XML's elements and attributes are read, of a piece of it too") {
  constexpr Row kRows[] = {
      {"<?xml version=\"1.0\"?><a b=\"c&amp;d\"><!-- <x/> --><e f='g'/>text</a>", "{a: {b: c&d, e: {f: g}}}"},
      {"<a/></z><b c = \"d\" ><e>", "{a: {}, b: {c: d, e: {}}}"},
      {"<a b>", "broken"},
      {"<a b=c>", "broken"},
      {"<a b=\"c", "broken"},
      {"<!-- a", "broken"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(tree(row.text, http::document::read_xml) == row.tree);
  }
}

TEST_CASE("Terraform's blocks are read, and what is computed is not in the text") {
  constexpr Row kRows[] = {
      {"resource \"x\" \"y\" {\n  a = \"b $${c}\" # d\n  e {\n    f = true\n  }\n}\n",
       "{resource: {a: b ${c}, e: {f: true}}}"},
      {"a = [\"b\", 1,]\nc = { d = \"e\"\n f : 2 }\n", "{a: [b, 1], c: {d: e, f: 2}}"},
      {"a = <<-EOT\n    x\n      y\n  EOT\nb = <<E\n z\nE\n", "{a: x\n  y\n, b:  z\n}"},
      {"a = var.b\nc = join(\"; \", [\"d\",\n \"e\"])\nf = \"g\" == h ? 1 : 2\n/* i */ // j\n", "{a: ?, c: ?, f: ?}"},
      {"a {", "{a: {}}"},
      {"a", "broken"},
      {"a = \n", "broken"},
      {"\"a\"", "broken"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(tree(row.text, http::document::read_hcl) == row.tree);
  }
}

Fields fields_of(std::string_view text) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  Fields fields;
  if (paste.responses.empty()) return fields;
  for (const http::Field& field : paste.responses[paste.chosen].fields) {
    fields.emplace_back(text::lowered(field.name), field.value.text());
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

/// What a target sends of a set: several of a name as one field where it carries one only.
Fields sent(const HeaderSet& set, bool joins) {
  Fields fields;
  for (const Header& header : set) {
    const std::string name = text::lowered(header.name);
    const auto same =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    if (joins && same != fields.end()) {
      same->second += ", " + header.value;
    } else {
      fields.emplace_back(name, header.value);
    }
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

constexpr std::string_view kTargets[] = {"amplify",
                                         "azure-swa",
                                         "cloudflare-worker",
                                         "cloudfront-cloudformation",
                                         "cloudfront-function",
                                         "cloudfront-terraform",
                                         "envoy",
                                         "firebase",
                                         "gateway-api",
                                         "iis",
                                         "ingress-nginx",
                                         "netlify-toml",
                                         "traefik",
                                         "vercel"};

/// The set without what a target has no words for. Code is read for names that have a dash or are known.
HeaderSet carried(const HeaderSet& set, std::string_view target) {
  const bool code = target == "cloudflare-worker" || target == "cloudfront-function";
  HeaderSet out;
  for (const Header& header : set) {
    const bool told =
        header.name.find('-') != std::string::npos || http::header_name(header.name) != http::HeaderName::Unknown;
    if (code && !told) continue;
    out.push_back(header);
    if (emit(out, target).refusal) out.pop_back();
  }
  return out;
}

std::vector<HeaderSet> sets() {
  std::vector<HeaderSet> all;
  for (const std::string& path : testing::files_below(testing::root() + "site/examples", ".http")) {
    all.push_back(harden(testing::read_file(path)).headers);
  }
  constexpr std::size_t kStep = 17;  // 300 responses and some
  for (const testing::RealResponse& response : testing::real_responses(kStep)) {
    // A name that is known is a reading's evidence where the format itself is none.
    HeaderSet set{{"X-DNS-Prefetch-Control", "off"}};
    for (const auto& [name, value] : response.headers) {
      const std::string_view trimmed = text::trim(value, text::kSpaceTab);
      if (!trimmed.empty()) set.push_back({name, std::string(trimmed)});
    }
    all.push_back(std::move(set));
    all.push_back(harden(testing::as_message(response)).headers);
  }
  return all;
}

TEST_CASE("what is written for hosts and gateways is read as the same set") {
  const std::vector<HeaderSet> all = sets();
  for (const std::string_view target : kTargets) {
    std::size_t tried = 0;
    for (const HeaderSet& set : all) {
      const HeaderSet some = carried(set, target);
      if (some.empty()) continue;
      const EmitResult result = emit(some, target);
      REQUIRE(!result.refusal);
      // What the target puts together by itself, or with other blanks, is told of.
      const bool rewritten =
          std::any_of(result.warnings.begin(), result.warnings.end(), [](const EmitWarning& warning) {
            return warning.message.find("header itself") != std::string::npos ||
                   warning.message.find("each comma") != std::string::npos;
          });
      if (rewritten) continue;
      // The names that the controller allows come before the headers.
      const std::string& text = (target == "ingress-nginx" ? result.files.back() : result.files.front()).text;
      INFO(text);
      const HeaderSet written = testing::without_left_out(some, result);
      REQUIRE(fields_of(text) == sent(written, target != "cloudflare-worker"));
      ++tried;
    }
    INFO(target);
    CHECK(tried > 300);
  }
}

TEST_CASE("hardening what was hardened and written changes nothing") {
  std::size_t tried = 0;
  for (const testing::RealResponse& response : testing::real_responses(170)) {
    const HeaderSet set = harden(testing::as_message(response)).headers;
    for (const std::string_view target : kTargets) {
      const EmitResult result = emit(carried(set, target), target);
      if (result.refusal) continue;
      const std::string& text = result.files[0].text;
      const HeaderSet again = harden(text).headers;
      const WriteIntoResult into = write_into(text, again);
      INFO(target << "\n" << text << "\n" << into.refusal);
      CHECK(testing::fault_of_writing(text, again, into) == "");
      if (!into.refusal.empty()) continue;
      // Once what the target couldn't carry is there, nothing is left to do.
      const std::string out = apply_edits(text, into.edits);
      const WriteIntoResult twice = write_into(out, harden(out).headers);
      CHECK(twice.refusal == "");
      CHECK(twice.edits.empty());
      ++tried;
    }
  }
  CHECK(tried > 100);
}

const HeaderSet kSet = {{"Content-Security-Policy", "default-src 'self'"}, {"Referrer-Policy", "no-referrer"}};

struct Mended {
  std::string_view what;
  std::string_view before;
  std::string_view after;
};

constexpr Mended kMended[] = {
    {"JSON, a line each",
     "{\"headers\": [{\"source\": \"/(.*)\", \"headers\": [\n  { \"key\": \"Content-Security-Policy\", \"value\": \"img-src *\" }\n]}]}",
     "{\"headers\": [{\"source\": \"/(.*)\", \"headers\": [\n  { \"key\": \"Content-Security-Policy\", \"value\": \"default-src 'self'\" },\n"
     "  { \"key\": \"Referrer-Policy\", \"value\": \"no-referrer\" }\n]}]}"},
    {"JSON, the value before the key, all on one line",
     "{\"headers\":[{\"source\":\"/(.*)\",\"headers\":[{\"value\":\"img-src *\",\"key\":\"Content-Security-Policy\"}]}]}",
     "{\"headers\":[{\"source\":\"/(.*)\",\"headers\":[{\"value\":\"default-src 'self'\",\"key\":\"Content-Security-Policy\"}, "
     "{\"value\":\"no-referrer\",\"key\":\"Referrer-Policy\"}]}]}"},
    {"JSON, a map", "{\"globalHeaders\": {\"Content-Security-Policy\": \"img-src *\"}}",
     "{\"globalHeaders\": {\"Content-Security-Policy\": \"default-src 'self'\", \"Referrer-Policy\": \"no-referrer\"}}"},
    {"TOML", "[[headers]]\n  for = \"/*\"\n  [headers.values]\n    Content-Security-Policy = 'img-src *' # why\n",
     "[[headers]]\n  for = \"/*\"\n  [headers.values]\n    Content-Security-Policy = \"default-src 'self'\" # why\n"
     "    Referrer-Policy = \"no-referrer\"\n"},
    {"XML", "<customHeaders>\n  <add name=\"Content-Security-Policy\" value=\"img-src *\" />\n</customHeaders>\n",
     "<customHeaders>\n  <add name=\"Content-Security-Policy\" value=\"default-src 'self'\" />\n"
     "  <add name=\"Referrer-Policy\" value=\"no-referrer\" />\n</customHeaders>\n"},
    {"YAML, pairs",
     "customHeaders:\n  - pattern: '**'\n    headers:\n      - key: Content-Security-Policy\n        value: img-src *\n",
     "customHeaders:\n  - pattern: '**'\n    headers:\n      - key: Content-Security-Policy\n        value: \"default-src 'self'\"\n"
     "      - key: Referrer-Policy\n        value: \"no-referrer\"\n"},
    {"YAML, a map",
     "http:\n  middlewares:\n    a:\n      headers:\n        customResponseHeaders:\n          Content-Security-Policy: img-src *\n",
     "http:\n  middlewares:\n    a:\n      headers:\n        customResponseHeaders:\n          Content-Security-Policy: \"default-src 'self'\"\n"
     "          Referrer-Policy: \"no-referrer\"\n"},
    {"labels",
     "    labels:\n      - \"traefik.http.middlewares.a.headers.customResponseHeaders.Content-Security-Policy=img-src *\"\n",
     "    labels:\n      - \"traefik.http.middlewares.a.headers.customResponseHeaders.Content-Security-Policy=default-src 'self'\"\n"
     "      - \"traefik.http.middlewares.a.headers.customResponseHeaders.Referrer-Policy=no-referrer\"\n"},
    {"Terraform",
     "custom_headers_config {\n  items {\n    header = \"Content-Security-Policy\"\n    value = \"img-src *\"\n    override = true\n  }\n}\n",
     "custom_headers_config {\n  items {\n    header = \"Content-Security-Policy\"\n    value = \"default-src 'self'\"\n    override = true\n  }\n"
     "  items {\n    header = \"Referrer-Policy\"\n    value = \"no-referrer\"\n    override = true\n  }\n}\n"},
    {"Envoy doubles its marks",
     "response_headers_to_add:\n- header: {key: Content-Security-Policy, value: \"img-src *\"}\n",
     "response_headers_to_add:\n- header: {key: Content-Security-Policy, value: \"default-src 'self'\"}\n"
     "- header: {key: Referrer-Policy, value: \"no-referrer\"}\n"},
};

TEST_CASE("a set is written into the place, in the place's language") {
  for (const Mended& each : kMended) {
    INFO(each.what);
    const WriteIntoResult result = write_into(each.before, kSet);
    CHECK(result.refusal == "");
    CHECK(testing::fault_of_writing(each.before, kSet, result) == "");
    CHECK(apply_edits(each.before, result.edits) == each.after);
  }
}

TEST_CASE("a value in a block of lines is written as one in quotes") {
  const std::string_view text =
      "customHeaders:\n  - pattern: '**'\n    headers:\n      - key: Content-Security-Policy\n"
      "        value: >-\n          img-src *;\n          object-src 'none'\n";
  CHECK(fields_of(text) == Fields{{"content-security-policy", "img-src *; object-src 'none'"}});
  const WriteIntoResult result = write_into(text, {{"Content-Security-Policy", "img-src \"a\""}});
  CHECK(result.refusal == "");
  CHECK(apply_edits(text, result.edits) ==
        "customHeaders:\n  - pattern: '**'\n    headers:\n      - key: Content-Security-Policy\n"
        "        value: \"img-src \\\"a\\\"\"\n");
}

TEST_CASE("what an option stands for is read, and can't be written as another header can") {
  const std::string_view text =
      "http:\n  middlewares:\n    a:\n      headers:\n        frameDeny: true\n        stsSeconds: 31536000\n"
      "        stsPreload: true\n        contentSecurityPolicy: \"img-src *\"\n        customResponseHeaders:\n          Server: \"\"\n";
  CHECK(fields_of(text) == Fields{{"content-security-policy", "img-src *"},
                                  {"strict-transport-security", "max-age=31536000; preload"},
                                  {"x-frame-options", "DENY"}});
  CHECK(write_into(text, {{"Strict-Transport-Security", "max-age=1"}}).refusal != "");
}

TEST_CASE("structured texts that set no header are none") {
  constexpr std::string_view kNothing[] = {
      "[package]\nname = \"a\"\n[dependencies]\nheaders = \"0.3\"\n",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: 1\n",
      "apiVersion: v1\nkind: ConfigMap\ndata:\n  log-level: debug\n  proxy-body-size: 8m\n",
      "<configuration><appSettings><add key=\"a\" value=\"b\"/></appSettings></configuration>",
      "<connectionStrings><add name=\"Main\" value=\"x\" connectionString=\"y\"/></connectionStrings>",
      "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"b\"\n}\n",
      "{\"rewrites\": [{\"source\": \"/a\", \"destination\": \"/b\"}]}",
      "{\"hosting\": {\"public\": \"dist\"}}",
      "[[redirects]]\nfrom = \"/a\"\nto = \"/b\"\n",
      "services:\n  web:\n    labels:\n      - traefik.enable=true\n      - traefik.http.middlewares.a.headers.sslRedirect=true\n",
      "# [[headers]]\n#   for = \"/*\"\n#   [headers.values]\n#     X-Frame-Options = \"DENY\"\n",
      "<!-- <customHeaders><add name=\"X-Frame-Options\" value=\"DENY\"/></customHeaders> -->",
      "<customHeaders><remove name=\"X-Powered-By\"/></customHeaders>",
  };
  for (const std::string_view text : kNothing) {
    INFO(text);
    CHECK(fields_of(text).empty());
    CHECK_FALSE(analyze(text).grade.letter);
  }
}

TEST_CASE("structured texts of every shape are read in linear time") {
  static constexpr std::string_view kStarts[] = {"",
                                                 "customHeaders:\n",
                                                 "{\"source\":",
                                                 "[[headers]]\n",
                                                 "<customHeaders>",
                                                 "custom_headers_config {\n",
                                                 "response_headers_to_add:\n"};
  static constexpr std::string_view kPieces[] = {"[",
                                                 "{\"a\":",
                                                 "- ",
                                                 "- a: b\n",
                                                 "a: |\n",
                                                 "  ",
                                                 "a: b\n c\n",
                                                 "[a]\nb=1\n",
                                                 "[[a.b]]\n",
                                                 "a.b.c=1\n",
                                                 "<a b=\"c\">",
                                                 "</a>",
                                                 "<!--",
                                                 "a {\n",
                                                 "a=<<E\n",
                                                 "\"\\",
                                                 "items {\n header = \"a\"\n value = \"b\"\n}\n"};
  const std::size_t size = testing::usual_or_whole(256 * 1024, 1024 * 1024);
  for (const std::string_view start : kStarts) {
    for (const std::string_view piece : kPieces) {
      INFO(start << piece);
      std::string text(start);
      while (text.size() < size) text += piece;
      text::Source source(text);
      CHECK(http::read_paste(source).responses.size() <= 101);
    }
  }
}

}  // namespace hosts_test
}  // namespace headstrong
