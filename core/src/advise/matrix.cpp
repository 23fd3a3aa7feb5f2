#include "headstrong/matrix.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "advise/deciding_lists.hpp"
#include "advise/matrix_kinds.hpp"
#include "advise/pasted_page.hpp"
#include "decide/engine.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace advise {

using decide::kProfileCount;
using decide::Profile;

/// Stand for any host: of top-level domains that nobody can have (RFC 6761), so no policy has both.
constexpr std::string_view kStrangers[] = {"k7q2-somewhere.example", "v3x9-elsewhere.invalid"};
constexpr std::string_view kSomeFile = "/k7q2";
/// More listed hosts than these are left out.
constexpr std::size_t kMostHosts = 100;
/// A host costs this many looks at every word of the policies; hosts are asked about while the looks at
/// all words are no more than these.
constexpr std::size_t kLooksAHost = kKinds.size() * kProfileCount;
constexpr std::size_t kMostLooks = 100'000'000;
/// Longer hosts and nonces are left out: each is asked about many times.
constexpr std::size_t kMostAsked = 2048;
/// More nonces than these for one kind of element are not tried.
constexpr std::size_t kMostNonces = 8;

/// Of the profiles, the browsers that allow something.
using Browsers = std::uint8_t;
constexpr Browsers bit_of(Profile profile) { return static_cast<Browsers>(1u << static_cast<unsigned>(profile)); }
constexpr Browsers all_browsers() {
  Browsers all = 0;
  for (const Profile profile : decide::kProfiles) {
    if (profile != Profile::Spec) all = static_cast<Browsers>(all | bit_of(profile));
  }
  return all;
}
constexpr Browsers kAllBrowsers = all_browsers();

bool is_socket(std::string_view url) { return text::istarts_with(url, "ws:") || text::istarts_with(url, "wss:"); }

/// An address that a host source stands for: with a host for `*`, and a file where a folder is named.
std::string example_of(const csp::SourceExpression& source, bool page_is_http) {
  const std::string_view host = source.host();
  std::string out(source.scheme());
  if (out.empty()) out = page_is_http && source.port() != "443" ? "http" : "https";
  out += "://";
  if (host == "*") {
    out += kStrangers[0];
  } else if (host.substr(0, 2) == "*.") {
    out += "k7q2.";
    out += host.substr(2);
  } else {
    out += host;
  }
  if (!source.port().empty() && source.port() != "*") {
    out += ':';
    out += source.port();
  }
  out += source.path().empty() ? "/" : source.path();
  if (out.back() == '/') out += kSomeFile.substr(1);
  return out;
}

/// Elements that can carry a nonce.
bool takes_nonce(decide::RequestType type) {
  using decide::RequestType;
  return type == RequestType::Script || type == RequestType::Style || type == RequestType::InlineScript ||
         type == RequestType::InlineStyle;
}

/// The nonces that the enforced lists for this type have.
std::vector<std::string_view> nonces_for(const std::vector<csp::Policy>& policies, decide::RequestType type) {
  std::vector<std::string_view> nonces;
  const std::vector<csp::DirectiveName> lists = deciding_lists(type);
  for (const csp::Policy& policy : policies) {
    if (policy.disposition != csp::Disposition::Enforce || !policy.kinds.has(csp::SourceKind::Nonce)) continue;
    for (const csp::DirectiveName name : lists) {
      const csp::Directive* list = list_of(policy, name);
      if (list == nullptr) continue;
      for (const csp::SourceExpression& token : policy.tokens_of(*list)) {
        if (token.kind != csp::SourceKind::Nonce || token.value().size() > kMostAsked) continue;
        if (std::find(nonces.begin(), nonces.end(), token.value()) != nonces.end()) continue;
        nonces.push_back(token.value());
        if (nonces.size() == kMostNonces) return nonces;
      }
    }
  }
  return nonces;
}

class Table {
 public:
  explicit Table(const PastedPage& pasted)
      : set_(pasted.page().policies()),
        policies_(pasted.page().model().policies),
        origin_(pasted.origin()),
        page_is_http_(text::istarts_with(pasted.address(), "http:")) {
    matrix_.page = pasted.address();
    matrix_.enforced = !set_.x_frame_options().empty();
    for (const csp::Policy& policy : policies_) {
      matrix_.enforced = matrix_.enforced || policy.disposition == csp::Disposition::Enforce;
      words_ += 1 + policy.directives.size() + policy.tokens.size();
    }
    matrix_.columns.assign(kColumns.begin(), kColumns.end());
  }

  Matrix fill() {
    for (const CodeKind& kind : kCodeKinds) {
      std::vector<CellPart> parts = {part_of({kind.type, ""}, {""})};
      matrix_.code.push_back({kind.label, kind.example, cell_of(std::move(parts), kind.risk)});
    }
    for (const Kind& kind : kKinds) {
      MatrixRow row{kind.label, {}};
      for (std::size_t i = 0; i < kColumnCount; ++i) {
        row.cells.push_back(cell_at(kind, static_cast<Column>(i), kind.risks[i]));
      }
      matrix_.rows.push_back(std::move(row));
    }
    add_hosts();
    return std::move(matrix_);
  }

 private:
  /// The browsers that allow each of the addresses, or the code where the only one is empty.
  Browsers allowed(decide::RequestType type, const std::vector<std::string>& urls, std::string_view nonce = {}) const {
    Browsers in = kAllBrowsers;
    for (const std::string& url : urls) {
      decide::Request request;
      request.type = type;
      request.url = url;
      request.nonce = nonce;
      if (url.empty()) request.content = kSomeFile.substr(1);
      const decide::PreparedRequest prepared(request);
      // A source that no address can be made of allows nothing.
      if (!prepared.error().empty()) return 0;
      for (const Profile profile : decide::kProfiles) {
        if ((in & bit_of(profile)) == 0) continue;
        if (!decide::decide(set_, prepared, profile).allowed) in = static_cast<Browsers>(in & ~bit_of(profile));
      }
    }
    return in;
  }

  CellPart part_of(const KindType& kind, const std::vector<std::string>& urls) const {
    const Browsers plain = allowed(kind.type, urls);
    Browsers by_nonce = 0;
    if (plain != kAllBrowsers && takes_nonce(kind.type)) {
      for (const std::string_view nonce : nonces_for(policies_, kind.type)) {
        by_nonce = static_cast<Browsers>(by_nonce | allowed(kind.type, urls, nonce));
      }
    }
    const auto state_in = [&](Profile browser) {
      if ((plain & bit_of(browser)) != 0) return CellState::Allowed;
      return (by_nonce & bit_of(browser)) != 0 ? CellState::Nonce : CellState::Blocked;
    };
    // What most browsers do is the cell's word, else what Chromium does; the others are named.
    CellPart part{kind.label, state_in(Profile::Chromium), {}, decide::request_type_name(kind.type), urls.front()};
    for (const CellState state : {CellState::Allowed, CellState::Nonce, CellState::Blocked}) {
      std::size_t count = 0;
      for (const Profile browser : decide::kProfiles) {
        count += browser != Profile::Spec && state_in(browser) == state ? 1U : 0U;
      }
      if (2 * count > kProfileCount - 1) part.state = state;
    }
    for (const Profile browser : decide::kProfiles) {
      if (browser == Profile::Spec || state_in(browser) == part.state) continue;
      part.others.push_back({browser, state_in(browser)});
    }
    return part;
  }

  static MatrixCell cell_of(std::vector<CellPart> parts, const std::optional<CellRisk>& risk) {
    MatrixCell cell;
    bool any_allows = false;
    cell.state = parts.front().state;
    for (const CellPart& part : parts) {
      if (part.state != parts.front().state) cell.state = CellState::Partly;
      any_allows = any_allows || part.state == CellState::Allowed;
      for (const CellException& other : part.others) any_allows = any_allows || other.state == CellState::Allowed;
    }
    if (any_allows) cell.risk = risk;
    cell.parts = std::move(parts);
    return cell;
  }

  /// The addresses that stand for a column; none where the kind can't meet it.
  std::vector<std::string> addresses(const Kind& kind, Column column) const {
    switch (column) {
      case Column::SameOrigin: return {origin_ + std::string(kSomeFile)};
      case Column::AnyHttps: return strangers("https");
      case Column::AnyHttp: return strangers("http");
      case Column::Data:
        if (kind.hosts_only) return {};
        return {"data:text/plain,k7q2"};
      case Column::Blob:
        if (kind.hosts_only) return {};
        return {"blob:" + origin_ + "/0b1c2d3e-0000-4000-8000-000000000000"};
    }
    return {};
  }

  static std::vector<std::string> strangers(std::string_view scheme) {
    std::vector<std::string> urls;
    for (const std::string_view host : kStrangers) {
      urls.push_back(std::string(scheme) + "://" + std::string(host) + std::string(kSomeFile));
    }
    return urls;
  }

  std::optional<MatrixCell> cell_at(const Kind& kind, Column column, const std::optional<CellRisk>& risk) const {
    const std::vector<std::string> urls = addresses(kind, column);
    if (urls.empty()) return std::nullopt;
    std::vector<CellPart> parts;
    for (std::size_t i = 0; i < kind.type_count; ++i) {
      const bool socket = kind.types[i].type == decide::RequestType::WebSocket;
      parts.push_back(part_of(kind.types[i], socket ? as_sockets(urls) : urls));
    }
    return cell_of(std::move(parts), risk);
  }

  /// http as ws, https as wss.
  static std::vector<std::string> as_sockets(std::vector<std::string> urls) {
    for (std::string& url : urls) {
      if (text::istarts_with(url, "http")) url.replace(0, 4, "ws");
    }
    return urls;
  }

  /// Every host source of the policies once, in order.
  std::vector<const csp::SourceExpression*> listed_hosts() const {
    std::vector<const csp::SourceExpression*> hosts;
    std::set<std::string_view> seen;
    for (const csp::Policy& policy : policies_) {
      for (const csp::Directive& directive : policy.directives) {
        if (directive.duplicate || !csp::holds_sources(csp::info(directive.name).value)) continue;
        for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
          if (token.kind == csp::SourceKind::Host && seen.insert(token.text).second) hosts.push_back(&token);
        }
      }
    }
    return hosts;
  }

  void add_hosts() {
    const std::vector<const csp::SourceExpression*> listed = listed_hosts();
    const std::size_t most = std::min(kMostHosts, kMostLooks / (kLooksAHost * std::max<std::size_t>(words_, 1)));
    for (const csp::SourceExpression* source : listed) {
      if (matrix_.hosts.size() == most) break;
      if (source->text.size() <= kMostAsked) add_host(*source);
    }
    matrix_.more_hosts = listed.size() - matrix_.hosts.size();
  }

  void add_host(const csp::SourceExpression& source) {
    const std::string url = example_of(source, page_is_http_);
    const bool socket = is_socket(url);
    MatrixHost host{std::string(source.text), {}, {}};
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
      const Kind& kind = kKinds[i];
      const decide::RequestType type = socket ? decide::RequestType::WebSocket : kind.types[0].type;
      if (socket && kind.types[0].type != decide::RequestType::Fetch) continue;
      if (any_host(i, type) == kAllBrowsers) continue;
      const Browsers in = allowed(type, {url});
      if (in == 0) continue;
      host.allowed.push_back(kind.label);
      if (in != kAllBrowsers) host.disputed.push_back(kind.label);
    }
    matrix_.hosts.push_back(std::move(host));
  }

  /// The browsers that allow a kind from hosts that no policy lists; asked once.
  Browsers any_host(std::size_t kind, decide::RequestType type) {
    const bool socket = type == decide::RequestType::WebSocket;
    std::optional<Browsers>& known = socket ? any_socket_ : any_host_[kind];
    if (!known) known = allowed(type, strangers(socket ? "wss" : "https"));
    return *known;
  }

  const decide::PolicySet& set_;
  const std::vector<csp::Policy>& policies_;
  std::string origin_;
  bool page_is_http_ = false;
  std::size_t words_ = 0;
  std::array<std::optional<Browsers>, kKinds.size()> any_host_{};
  std::optional<Browsers> any_socket_;
  Matrix matrix_;
};

}  // namespace advise

std::string_view to_string(CellState state) {
  switch (state) {
    case CellState::Allowed: return "allowed";
    case CellState::Blocked: return "blocked";
    case CellState::Nonce: return "nonce";
    case CellState::Partly: return "partly";
  }
  return {};
}

Matrix matrix(std::string_view text, const MatrixOptions& options) {
  const advise::PastedPage pasted(text, options.response);
  if (pasted.error().empty()) return advise::Table(pasted).fill();
  Matrix none;
  none.error = pasted.error();
  return none;
}

}  // namespace headstrong
