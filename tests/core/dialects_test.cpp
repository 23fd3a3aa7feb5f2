// Configurations that Headstrong writes are read back, and what is read can be written again.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/spell_edits.hpp"
#include "headstrong/write_into.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "support/left_out.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace dialects_test {

using Named = std::map<std::string, std::string>;

constexpr std::string_view kTargets[] = {
    "nginx",           "nginx-headers-more", "apache", "caddy", "haproxy", "lighttpd", "varnish",
    "netlify-headers", "cloudflare-headers"};

/// By name, the values of several fields joined: some targets write one field a name.
Named named(const HeaderSet& set) {
  Named values;
  for (const Header& header : set) {
    std::string& value = values[text::lowered(header.name)];
    if (!value.empty()) value += ", ";
    value += header.value;
  }
  return values;
}

HeaderSet set_of(const http::Response& response) {
  HeaderSet set;
  for (const http::Field& field : response.fields) {
    set.push_back({std::string(field.name), std::string(field.value.text())});
  }
  return set;
}

Named read_back(std::string_view text) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  return paste.responses.empty() ? Named{} : named(set_of(paste.responses[paste.chosen]));
}

/// Netlify sends each comma with one blank behind it, so that it is written so.
std::string shown(const Named& values, std::string_view target) {
  std::string out;
  for (const auto& [name, value] : values) {
    out += name + ": ";
    for (const char c : value) {
      const bool behind_comma = target == "netlify-headers" && !out.empty() && out.back() == ',';
      if (target == "netlify-headers" && c == ',') {
        while (out.back() == ' ') out.pop_back();
      }
      if (!(behind_comma && c == ' ')) out += c;
    }
    out += '\n';
  }
  return out;
}

/// As much of a set as the target takes.
HeaderSet taken(HeaderSet set, std::string_view target) {
  while (true) {
    const EmitResult result = emit(set, target);
    if (!result.refusal || result.refusal->header.empty()) return set;
    const std::size_t before = set.size();
    set.erase(std::remove_if(set.begin(), set.end(),
                             [&](const Header& header) { return text::iequals(header.name, result.refusal->header); }),
              set.end());
    if (set.size() == before) return {};
  }
}

void check_read_back(const HeaderSet& set, std::string_view target, std::size_t& count) {
  const HeaderSet carried = taken(set, target);
  const EmitResult result = emit(carried, target);
  if (carried.empty() || result.refusal) return;
  const std::string text = emit_text(result);
  const std::string meant = shown(named(testing::without_left_out(carried, result)), target);
  const std::string read = shown(read_back(text), target);
  ++count;
  if (meant == read) return;
  CAPTURE(target, text);
  CHECK(meant == read);
}

std::vector<HeaderSet> golden_sets() {
  std::vector<HeaderSet> sets;
  for (const char* folder : {"tests/golden", "site/examples"}) {
    for (const std::string& path : testing::files_below(testing::root() + folder, ".http")) {
      sets.push_back(harden(testing::read_file(path)).headers);
    }
  }
  return sets;
}

HeaderSet set_of(const testing::RealResponse& response) {
  HeaderSet set{{"X-Content-Type-Options", "nosniff"}};  // what a reading needs evidence of
  for (const auto& [name, value] : response.headers) {
    const bool whole = !value.empty() && text::trim(value).size() == value.size();
    if (whole) set.push_back({name, value});
  }
  return set;
}

TEST_CASE("what a target writes is read back as the set that it was made of") {
  for (const std::string_view target : kTargets) {
    std::size_t count = 0;
    for (const HeaderSet& set : golden_sets()) check_read_back(set, target, count);
    for (const testing::RealResponse& response : testing::real_responses(8)) {
      check_read_back(set_of(response), target, count);
    }
    CAPTURE(target);
    CHECK(count > 250);
  }
}

TEST_CASE("hostile values are read back from what a target writes") {
  const std::string_view values[] = {
      "a\"b", "it's",  "a\\", "\\\\x", "a\\\"", "%{x}e %% %D", "${a} $b {c} {$d}", "a#b # c", "a;b;",
      "\"}",  "a\"}b", "{",   "}",     "`x`",   "a, b",        "\xC3\xA9",         "\\n\\t",  "'\\''"};
  for (const std::string_view target : kTargets) {
    std::size_t count = 0;
    for (const std::string_view value : values) {
      check_read_back({{"X-Frame-Options", "DENY"}, {"X-A", std::string(value)}}, target, count);
    }
    CAPTURE(target);
    CHECK(count >= 14);
  }
}

TEST_CASE("a hardened set that was written is hardened to itself") {
  for (const std::string_view target : kTargets) {
    std::size_t written = 0;
    for (const HeaderSet& set : golden_sets()) {
      const HeaderSet carried = taken(set, target);
      if (carried.size() < set.size()) continue;
      const std::string text = emit_text(emit(carried, target));
      const WriteIntoResult result = write_into(text, carried);
      CAPTURE(target, text);
      CHECK(result.refusal == "");
      CHECK(result.edits.empty());
      ++written;
    }
    CAPTURE(target);
    CHECK(written > 0);
  }
}

struct Mended {
  std::string_view before;
  std::string_view after;
};

TEST_CASE("safe fixes are made in the configuration's own language") {
  const Mended rows[] = {
      {"Header set X-XSS-Protection \"1; mode=block\"\nHeader set X-Frame-Options DENY\n",
       "Header set X-XSS-Protection \"0\"\nHeader set X-Frame-Options DENY\n"},
      {"Header set X-XSS-Protection 1\n", "Header set X-XSS-Protection 0\n"},
      {"http-response set-header X-XSS-Protection \"1; mode=block\"\n",
       "http-response set-header X-XSS-Protection '0'\n"},
      {"a.example {\n\theader X-XSS-Protection 1\n}\n", "a.example {\n\theader X-XSS-Protection 0\n}\n"},
      {"setenv.add-response-header = ( \"X-XSS-Protection\" => \"1\" )\n",
       "setenv.add-response-header = ( \"X-XSS-Protection\" => \"0\" )\n"},
      {"sub vcl_deliver {\n  set resp.http.X-XSS-Protection = \"1\";\n}\n",
       "sub vcl_deliver {\n  set resp.http.X-XSS-Protection = \"0\";\n}\n"},
      {"more_set_headers \"X-XSS-Protection: 1\";\n", "more_set_headers \"X-XSS-Protection: 0\";\n"},
      {"set $x 1;\nadd_header X-XSS-Protection $x;\n", "set $x 0;\nadd_header X-XSS-Protection $x;\n"},
  };
  for (const Mended& row : rows) {
    INFO(row.before);
    const Report report = analyze(row.before);
    std::string after;
    for (const Finding& finding : report.findings) {
      if (finding.fix && finding.fix->applicability == Applicability::Safe)
        after = apply_edits(row.before, finding.fix->edits);
    }
    CHECK(after == row.after);
  }
}

TEST_CASE("a set is written into a configuration as statements of its language") {
  const HeaderSet set{{"X-Frame-Options", "DENY"}, {"X-Content-Type-Options", "nosniff"}};
  const Mended rows[] = {
      {"<IfModule mod_headers.c>\n    Header always set X-Frame-Options \"SAMEORIGIN\"\n</IfModule>\n",
       "<IfModule mod_headers.c>\n    Header always set X-Frame-Options \"DENY\"\n    Header always set "
       "X-Content-Type-Options \"nosniff\"\n</IfModule>\n"},
      {"frontend a\n    http-response set-header X-Frame-Options SAMEORIGIN # c\n",
       "frontend a\n    http-response set-header X-Frame-Options 'DENY' # c\n    http-response set-header "
       "X-Content-Type-Options 'nosniff'\n"},
      {"a.example {\n\theader {\n\t\tX-Frame-Options SAMEORIGIN\n\t\t-Server\n\t}\n}\n",
       "a.example {\n\theader {\n\t\tX-Frame-Options \"DENY\"\n\t\tX-Content-Type-Options \"nosniff\"\n\t\t-Server\n\t}\n}\n"},
      {"setenv.add-response-header = (\n  \"X-Frame-Options\" => \"SAMEORIGIN\"\n)\n",
       "setenv.add-response-header = (\n  \"X-Frame-Options\" => \"DENY\",\n  \"X-Content-Type-Options\" => \"nosniff\"\n)\n"},
      {"sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"SAMEORIGIN\";\n}\n",
       "sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"DENY\";\n  set resp.http.X-Content-Type-Options = "
       "\"nosniff\";\n}\n"},
      {"more_set_headers \"X-Frame-Options: SAMEORIGIN\";\n",
       "more_set_headers \"X-Frame-Options: DENY\";\nmore_set_headers \"X-Content-Type-Options: nosniff\";\n"},
  };
  for (const Mended& row : rows) {
    INFO(row.before);
    const WriteIntoResult result = write_into(row.before, set);
    CHECK(result.refusal == "");
    CHECK(apply_edits(row.before, result.edits) == row.after);
  }
}

}  // namespace dialects_test
}  // namespace headstrong
