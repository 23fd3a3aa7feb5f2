// What a header set allows: every cell of the table is what the engine answers, asked anew with
// other addresses.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/json.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/remedies.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "support/long_run.hpp"
#include "support/policies.hpp"

namespace headstrong {
namespace advise_test {

using decide::Profile;
using decide::Request;
using decide::RequestType;
using testing::Random;

std::string message(std::string_view policy) {
  return "HTTP/1.1 200 OK\r\nContent-Security-Policy: " + std::string(policy) + "\r\n";
}

const MatrixCell* cell_of(const Matrix& table, std::string_view label, std::string_view column) {
  const auto at =
      static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), column) - table.columns.begin());
  for (const MatrixRow& row : table.rows) {
    if (row.label == label) return row.cells.at(at) ? &*row.cells.at(at) : nullptr;
  }
  FAIL("no row " << label);
  return nullptr;
}
const MatrixCell& code_of(const Matrix& table, std::string_view label) {
  for (const MatrixCodeRow& row : table.code) {
    if (row.label == label) return row.cell;
  }
  FAIL("no row " << label);
  return table.code.front().cell;
}
std::string_view state_of(const Matrix& table, std::string_view label, std::string_view column) {
  return to_string(cell_of(table, label, column)->state);
}

// --- every cell anew ------------------------------------------------------------------------------

/// What the rows ask, told apart from the engine's own list of them.
struct Asked {
  std::string_view row;
  std::string_view part;
  RequestType type;
};
constexpr Asked kAsked[] = {
    {"Scripts", "", RequestType::Script},
    {"Styles", "", RequestType::Style},
    {"Images", "", RequestType::Image},
    {"Fonts", "", RequestType::Font},
    {"Connections", "fetch()", RequestType::Fetch},
    {"Connections", "WebSocket", RequestType::WebSocket},
    {"Connections", "EventSource", RequestType::EventSource},
    {"Connections", "beacon", RequestType::Beacon},
    {"Media", "audio", RequestType::Audio},
    {"Media", "video", RequestType::Video},
    {"Media", "subtitles", RequestType::Track},
    {"Frames", "", RequestType::Iframe},
    {"Objects", "<object>", RequestType::Object},
    {"Objects", "<embed>", RequestType::Embed},
    {"Workers", "worker", RequestType::Worker},
    {"Workers", "shared worker", RequestType::SharedWorker},
    {"Workers", "service worker", RequestType::ServiceWorker},
    {"Forms", "", RequestType::FormAction},
    {"<base>", "", RequestType::BaseUri},
    {"Framed by", "", RequestType::FrameAncestors},
};
constexpr Asked kAskedCode[] = {
    {"Inline scripts", "", RequestType::InlineScript},
    {"Event handlers", "", RequestType::ScriptAttribute},
    {"javascript: links", "", RequestType::JavaScriptUrl},
    {"Code from strings", "", RequestType::Eval},
    {"WebAssembly", "", RequestType::WasmEval},
    {"Inline styles", "", RequestType::InlineStyle},
    {"Style attributes", "", RequestType::StyleAttribute},
};

CellState state_in(const CellPart& part, Profile browser) {
  for (const CellException& other : part.others) {
    if (other.browser == browser) return other.state;
  }
  return part.state;
}

/// Other addresses than the table was made with; the policies of the tests name none of them.
std::string address(std::string_view column, RequestType type, const std::string& origin) {
  const bool socket = type == RequestType::WebSocket;
  if (column == "Same origin") return (socket ? "ws" + origin.substr(4) : origin) + "/some/file.js";
  if (column == "Any https host") return (socket ? "wss" : "https") + std::string("://unheard-of.test/file.js");
  if (column == "Any http host") return (socket ? "ws" : "http") + std::string("://unheard-of.test/file.js");
  if (column == "data:") return "data:text/javascript,file";
  return "blob:" + origin + "/11111111-2222-4333-8444-555555555555";
}

/// What the engine says now of a part: with the page's policies as `analyze` lists them.
std::string fault_of_part(const decide::Decider& decider, const CellPart& part, Request request) {
  decide::Verdict verdict;
  const std::string error = decider.decide(request, verdict);
  if (!error.empty()) return error;
  for (const Profile browser : decide::kBrowserProfiles) {
    const bool said = state_in(part, browser) == CellState::Allowed;
    if (verdict.allowed_in(browser) != said) {
      return std::string(decide::profile_name(browser)) + " is said to " + (said ? "allow" : "block") + " " +
             std::string(request.url);
    }
  }
  return {};
}

/// The first cell that is not what the engine answers; empty where all are.
std::string fault_of_table(const std::string& text) {
  const Matrix table = matrix(text);
  if (!table.error.empty()) return table.error;
  const Report report = analyze(text);
  std::vector<decide::PolicyText> policies;
  for (const PolicySummary& policy : report.policies) {
    decide::PolicyText given{policy.text};
    if (policy.disposition == "report") given.disposition = decide::PolicyDisposition::Report;
    if (policy.source == "meta") given.delivery = decide::PolicyDelivery::Meta;
    policies.push_back(given);
  }
  const decide::Decider decider(table.page, policies, report.x_frame_options);
  const std::string origin = table.page.substr(0, table.page.find('/', table.page.find("//") + 2));
  for (const Asked& asked : kAskedCode) {
    Request request;
    request.type = asked.type;
    request.content = "some();code";
    const std::string fault = fault_of_part(decider, code_of(table, asked.row).parts.at(0), request);
    if (!fault.empty()) return std::string(asked.row) + ": " + fault;
  }
  for (const Asked& asked : kAsked) {
    for (const std::string_view column : table.columns) {
      const MatrixCell* cell = cell_of(table, asked.row, column);
      if (cell == nullptr) continue;
      const auto part = std::find_if(cell->parts.begin(), cell->parts.end(),
                                     [&](const CellPart& one) { return one.label == asked.part; });
      if (part == cell->parts.end()) return std::string(asked.row) + " has no " + std::string(asked.part);
      Request request;
      request.type = asked.type;
      const std::string url = address(column, asked.type, origin);
      request.url = url;
      const std::string fault = fault_of_part(decider, *part, request);
      if (!fault.empty()) return std::string(asked.row) + ", " + std::string(column) + ": " + fault;
    }
  }
  return {};
}

TEST_CASE("matrix: every cell is what decide says, over policies that nobody wrote") {
  Random random(20261128);
  for (int i = 0; i < 300; ++i) {
    std::string text = message(testing::random_policy(random));
    if (i % 3 == 0) text += "Content-Security-Policy-Report-Only: " + testing::random_policy(random) + "\r\n";
    if (i % 5 == 0) text += "X-Frame-Options: " + std::string(i % 2 == 0 ? "DENY" : "SAMEORIGIN") + "\r\n";
    INFO(text);
    CHECK(fault_of_table(text) == "");
  }
}

TEST_CASE("matrix: every cell is what decide says, over real policies") {
  const std::vector<std::string>& policies = testing::real_policies();
  for (std::size_t i = 0; i < policies.size(); i += 40) {
    if (policies[i].find_first_of("\r\n") != std::string::npos) continue;
    INFO(policies[i]);
    CHECK(fault_of_table(message(policies[i])) == "");
  }
}

TEST_CASE("matrix: a cell's word is that of most browsers, and the risk stands where one of them allows") {
  Random random(7);
  std::size_t differing = 0;
  for (int i = 0; i < 200; ++i) {
    const Matrix table = matrix(message(testing::random_policy(random)));
    for (const MatrixRow& row : table.rows) {
      for (const std::optional<MatrixCell>& cell : row.cells) {
        if (!cell) continue;
        bool any_allows = false;
        for (const CellPart& part : cell->parts) {
          CHECK(part.state != CellState::Partly);
          // Two that agree would be most of them.
          CHECK((part.others.size() < 2 || part.others[0].state != part.others[1].state));
          CHECK((cell->state == CellState::Partly || cell->state == part.state));
          any_allows = any_allows || part.state == CellState::Allowed;
          for (const CellException& other : part.others) {
            CHECK(other.state != part.state);
            any_allows = any_allows || other.state == CellState::Allowed;
          }
          differing += part.others.empty() ? 0U : 1U;
        }
        if (cell->risk) CHECK(any_allows);
      }
    }
  }
  CHECK(differing > 20);
}

// --- what matters ---------------------------------------------------------------------------------

TEST_CASE("matrix: one cell at a time") {
  const Matrix table =
      matrix(message("default-src 'self'; script-src 'nonce-abc' 'self'; style-src 'unsafe-inline'; "
                     "img-src https: data:; connect-src *; frame-ancestors 'self'"));
  CHECK(table.enforced);
  CHECK(table.page == "https://site.example/");
  CHECK(state_of(table, "Images", "Any https host") == "allowed");
  CHECK(state_of(table, "Images", "Any http host") == "blocked");
  CHECK(state_of(table, "Images", "data:") == "allowed");
  CHECK(state_of(table, "Fonts", "Same origin") == "allowed");
  CHECK(state_of(table, "Fonts", "blob:") == "blocked");
  CHECK(state_of(table, "Scripts", "Same origin") == "allowed");
  CHECK(state_of(table, "Scripts", "Any https host") == "nonce");
  CHECK(state_of(table, "Forms", "Any https host") == "allowed");
  CHECK(state_of(table, "Framed by", "Same origin") == "allowed");
  CHECK(state_of(table, "Framed by", "Any https host") == "blocked");
  CHECK(cell_of(table, "<base>", "data:") == nullptr);
  CHECK(to_string(code_of(table, "Inline scripts").state) == "nonce");
  CHECK(to_string(code_of(table, "Event handlers").state) == "blocked");
  CHECK(to_string(code_of(table, "Inline styles").state) == "allowed");
}

TEST_CASE("matrix: an element has one nonce, the one of its kind") {
  const Matrix table = matrix(message("style-src 'nonce-one'; script-src 'nonce-two'; img-src 'nonce-three' 'self'"));
  CHECK(to_string(code_of(table, "Inline scripts").state) == "nonce");
  CHECK(to_string(code_of(table, "Inline styles").state) == "nonce");
  CHECK(state_of(table, "Images", "Any https host") == "blocked");
  const Matrix two = matrix(message("script-src 'nonce-one', script-src 'nonce-two'"));
  CHECK(to_string(code_of(two, "Inline scripts").state) == "blocked");
  const Matrix reported = matrix(
      "HTTP/1.1 200 OK\r\nContent-Security-Policy: script-src 'self'\r\n"
      "Content-Security-Policy-Report-Only: script-src 'nonce-abc'\r\n");
  CHECK(to_string(code_of(reported, "Inline scripts").state) == "blocked");
}

TEST_CASE("advice: of a text that was not read nothing is said to be allowed") {
  RemedyQuestion question;
  question.request.type = decide::RequestType::Image;
  question.request.url = "https://a.example/";
  for (const char* text : {"hello", "Header set Content-Security-Policy default-src 'none'",
                           "if (csp.includes(\"default-src 'none'\")) {}", "{\"name\":\"app\"}"}) {
    INFO(text);
    const Matrix table = matrix(text);
    CHECK(table.error.find("nothing to list") != std::string::npos);
    CHECK(table.rows.empty());
    CHECK(remedies(text, {}, question).error == table.error);
  }
  CHECK(matrix("").error == "");
}

TEST_CASE("matrix: nothing at all, and everything") {
  for (const std::string_view text : {"HTTP/2 200\nserver: x\n\n", ""}) {
    const Matrix free = matrix(text);
    CHECK_FALSE(free.enforced);
    for (const MatrixRow& row : free.rows) {
      for (const std::optional<MatrixCell>& cell : row.cells) CHECK((!cell || cell->state == CellState::Allowed));
    }
    for (const MatrixCodeRow& row : free.code) CHECK(row.cell.state == CellState::Allowed);
  }
  const Matrix closed =
      matrix(message("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"));
  for (const MatrixRow& row : closed.rows) {
    for (const std::optional<MatrixCell>& cell : row.cells) CHECK((!cell || cell->state == CellState::Blocked));
  }
  const Matrix framed = matrix("HTTP/2 200\nx-frame-options: SAMEORIGIN\n\n");
  CHECK(framed.enforced);
  CHECK(state_of(framed, "Framed by", "Any https host") == "blocked");
  CHECK(state_of(framed, "Framed by", "Same origin") == "allowed");
}

TEST_CASE("matrix: a risk is as grave as the finding on it") {
  struct Row {
    std::string_view words;
    std::string_view rule;
    std::string_view label;
    std::string_view column;  // empty: code
  };
  for (const Row& row :
       {Row{"'unsafe-inline'", "csp/script-unsafe-inline", "Inline scripts", ""},
        Row{"'unsafe-eval'", "csp/script-unsafe-eval", "Code from strings", ""},
        Row{"*", "csp/script-any-host", "Scripts", "Any https host"},
        Row{"data:", "csp/script-data", "Scripts", "data:"}, Row{"blob:", "csp/script-blob", "Scripts", "blob:"}}) {
    INFO(row.rule);
    const std::string base = "default-src 'none'; frame-ancestors 'none'; script-src ";
    const std::string text = message(base + std::string(row.words));
    const Matrix table = matrix(text);
    const MatrixCell& cell = row.column.empty() ? code_of(table, row.label) : *cell_of(table, row.label, row.column);
    REQUIRE(cell.risk);
    const Report report = analyze(text);
    const auto finding = std::find_if(report.findings.begin(), report.findings.end(),
                                      [&](const Finding& one) { return one.rule->id == row.rule; });
    REQUIRE(finding != report.findings.end());
    CHECK(finding->severity == cell.risk->severity);
    const Matrix safe = matrix(message(base + "'self'"));
    CHECK_FALSE((row.column.empty() ? code_of(safe, row.label) : *cell_of(safe, row.label, row.column)).risk);
  }
}

TEST_CASE("matrix: a listed top-level domain is not any host") {
  for (const std::string_view list : {"img-src https://*.example", "img-src https://*.invalid"}) {
    CHECK(state_of(matrix(message(list)), "Images", "Any https host") == "blocked");
  }
}

std::string hosts_of(const Matrix& table) {
  std::string out;
  for (const MatrixHost& host : table.hosts) {
    out += host.host + ":";
    for (const std::string_view kind : host.allowed) out += " " + std::string(kind);
    out += "\n";
  }
  return out;
}

TEST_CASE("matrix: listed hosts, and what each may do that not any host may") {
  const Matrix table = matrix(message(
      "default-src 'self'; script-src https://cdn.example/lib/ *.cdn.example; img-src https: https://cdn.example; "
      "connect-src wss://live.example https://api.example/v1 any.example:*"));
  CHECK(hosts_of(table) ==
        "https://cdn.example/lib/: Scripts Workers\n*.cdn.example: Scripts Workers\nhttps://cdn.example:\n"
        "wss://live.example: Connections\nhttps://api.example/v1: Connections\n"
        "any.example:*: Connections\n");
  CHECK(table.more_hosts == 0);
  const Matrix plain =
      matrix("https://site.example/\n" + message("default-src 'none'; img-src a.example b.example:443"));
  CHECK(hosts_of(plain) == "a.example: Images\nb.example:443: Images\n");
}

TEST_CASE("matrix: long lists are cut, long words left out, and counted") {
  std::string list = "img-src";
  for (int i = 0; i < 250; ++i) list += " h" + std::to_string(i) + ".example";
  const Matrix many = matrix(message(list));
  CHECK(many.hosts.size() == 100);
  CHECK(many.more_hosts == 150);
  const std::string label(2100, 'a');
  const Matrix longer = matrix(message("default-src a.example " + label));
  CHECK(hosts_of(longer).substr(0, 10) == "a.example:");
  CHECK(longer.hosts.size() == 1);
  CHECK(longer.more_hosts == 1);
  CHECK(code_of(matrix(message("script-src 'nonce-" + label + "'")), "Inline scripts").state == CellState::Blocked);
}

TEST_CASE("matrix: the chosen response, its page, and what can't be") {
  const std::string text =
      "> GET / HTTP/1.1\n> Host: a.example\n< HTTP/1.1 200 OK\n< content-security-policy: img-src 'self'\n<\n"
      "> GET / HTTP/1.1\n> Host: b.example\n< HTTP/1.1 200 OK\n< content-security-policy: img-src *\n<\n";
  REQUIRE(analyze(text).input.responses.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    MatrixOptions options;
    options.response = i;
    AnalyzeOptions same;
    same.response = i;
    const Matrix table = matrix(text, options);
    CHECK(table.page == analyze(text, same).page);
    CHECK(state_of(table, "Images", "Any https host") == (i == 0 ? "blocked" : "allowed"));
  }
  MatrixOptions beyond;
  beyond.response = 2;
  CHECK(matrix(text, beyond).error == no_such_response(2, 2));
  CHECK(to_json(matrix(text, beyond)) == error_json(no_such_response(2, 2)));
  CHECK(matrix(std::string(kMaxInputBytes + 1, ' ')).error == "the text is over 8 MiB");
}

TEST_CASE("matrix: as text every row has its words, and nothing of the paste acts on a terminal") {
  const std::string text =
      to_text(matrix(message("script-src 'nonce-abc'; connect-src https:; frame-ancestors 'none'")));
  CHECK(text.find("Page:  https://site.example/\n") == 0);
  CHECK(text.find("  Inline scripts     <script>\xE2\x80\xA6</script>      with nonce\n") != std::string::npos);
  CHECK(text.find("  Framed by    blocked         blocked         blocked         -               -\n") !=
        std::string::npos);
  CHECK(text.find("Connections, Any https host") != std::string::npos);
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    const std::string shown = to_text(matrix(testing::mutated(message(testing::random_policy(random)), random)));
    CHECK(std::none_of(shown.begin(), shown.end(),
                       [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7F'; }));
  }
}

TEST_CASE("matrix: long texts of any shape are answered") {
  const std::size_t size = testing::usual_or_whole(1024 * 1024, kMaxInputBytes);
  for (const std::string_view piece : {" a.example", ", img-src a", "; img-src a", " 'nonce-abc'"}) {
    INFO(piece);
    std::string text = "Content-Security-Policy: script-src";
    while (text.size() + piece.size() < size) text += piece;
    CHECK(matrix(text).error.empty());
  }
}

using Ids = std::vector<std::string_view>;

TEST_CASE("a text tells of targets, what it is written in first and what stands in front of others last") {
  const auto told = [](std::string_view text) { return analyze(text).input.targets; };
  CHECK(told("HTTP/1.1 200 OK\nServer: Werkzeug/3.0.1 Python/3.12\n") == Ids{"flask"});
  CHECK(told("HTTP/1.1 200 OK\nServer: nginx\nX-Powered-By: Next.js\n") == Ids{"nextjs", "nginx"});
  CHECK(
      told(
          "HTTP/1.1 200 OK\nServer: nginx\nX-Powered-By: PHP/8.2\nLink: <https://a.example/wp-json/>; rel=\"https://api.w.org/\"\n") ==
      Ids{"wordpress", "nginx", "php"});
  CHECK(told("HTTP/1.1 200 OK\nSet-Cookie: csrftoken=a; Secure\nServer: gunicorn\n") == Ids{"django"});
  CHECK(told("HTTP/1.1 200 OK\nX-Powered-By: WP Engine\nContent-Type: text/html\n") == Ids{"wordpress"});
  CHECK(told("HTTP/1.1 200 OK\nContent-Type: text/html\n").empty());
  CHECK(told("default-src 'self'").empty());
  CHECK(told("").empty());
  // What a configuration serves is behind it.
  const std::string server = "server {\n  add_header X-Frame-Options DENY;\n";
  CHECK(told(server + "}\n") == Ids{"nginx"});
  for (const std::string_view line :
       {"location / { try_files $uri $uri/ /index.php?$args; }", "location = /wp-login.php { deny all; }",
        "location /wp-admin/ { deny all; }", "location = /xmlrpc.php { return 403; }", "root /var/www/wordpress;"}) {
    INFO(line);
    const Ids ids = told(server + "  " + std::string(line) + "\n}\n");
    REQUIRE(ids.size() >= 2);
    CHECK(ids[0] == "nginx");
    CHECK(ids[1] == "wordpress");
  }
  CHECK(told(server + "  location ~ \\.php$ { fastcgi_pass unix:/run/php/php8.2-fpm.sock; }\n}\n") ==
        Ids{"nginx", "php"});
  // A response's own words are no configuration.
  CHECK(told("HTTP/1.1 200 OK\nContent-Type: text/html\nLocation: /wp-login.php\n").empty());
}

TEST_CASE("the table of targets' signs names each target once, and nothing else") {
  std::vector<std::string> ids;
  for (const std::string& row : testing::lines_of(testing::read_file(testing::root() + "core/data/target_signs.tsv"))) {
    const std::string id = row.substr(0, row.find('\t'));
    if (row.empty() || row.front() == '#' || id == "id") continue;
    INFO(id);
    CHECK(std::find(ids.begin(), ids.end(), id) == ids.end());
    ids.push_back(id);
    CHECK(std::none_of(row.begin(), row.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
  }
  for (const TargetInfo& target : targets()) {
    INFO(target.id);
    CHECK(std::find(ids.begin(), ids.end(), target.id) != ids.end());
  }
  CHECK(ids.size() == targets().size());
}

}  // namespace advise_test
}  // namespace headstrong
