#include "http/url_tracker.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "grammar/url.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {

void UrlTracker::see_comment(std::string_view line) {
  const std::size_t issued = line.find("request to this URL: '");
  if (issued != std::string_view::npos) {
    std::string_view url = line.substr(issued + 22);
    next_url_ = url.substr(0, url.find('\''));
    return;
  }
  if (line.find("Connected to ") != std::string_view::npos) {
    // A connection to another port than 443 is taken to be plain until curl speaks of TLS.
    const std::size_t port = line.rfind(" port ");
    // Without a port the line tells no scheme.
    const std::string_view number = port == std::string_view::npos ? std::string_view() : line.substr(port + 6);
    const std::string_view digits = number.substr(0, number.find(' '));
    https_ = digits.empty() || digits == "443";
    told_ = !digits.empty();
    plain_port_ = digits == "80";
  }
  if (line.find("SSL connection using") != std::string_view::npos) {
    https_ = told_ = true;
    plain_port_ = false;
  }
}

void UrlTracker::see_request(std::string_view line) {
  if (const auto target = request_target_of(line)) {
    target_ = *target;
    host_ = {};
    return;
  }
  if (text::istarts_with(line, "host:")) host_ = text::trim(line.substr(5));
}

void UrlTracker::see_wget(std::string_view line) {
  const std::size_t url = line.find("--  http");
  if (text::trim(line).substr(0, 2) == "--" && url != std::string_view::npos) {
    next_url_ = text::trim(line.substr(url + 4));
  }
}

void UrlTracker::see_command(std::string_view line) {
  constexpr std::string_view kPrompts[] = {"$", "#", "%", ">"};
  // Their next word is no address to ask.
  constexpr std::string_view kWithValue[] = {"-e",       "--referer", "-x", "--proxy", "-H",
                                             "--header", "-b",        "-d", "--data"};
  const auto is_of = [](const auto& words, std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
  };
  const auto next_word = [&line] {
    line = text::trim(line);
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    line.remove_prefix(word.size());
    return word;
  };
  std::string_view word = next_word();
  if (is_of(kPrompts, word)) word = next_word();
  if (word != "curl" && word != "wget" && word != "http" && word != "xh") return;
  std::string_view address;
  for (std::string_view before = word; !(word = next_word()).empty(); before = word) {
    const char quote = word[0] == '"' || word[0] == '\'' ? word[0] : '\0';
    if (quote != '\0' && word.size() > 2 && word.back() == quote) word = word.substr(1, word.size() - 2);
    const bool is_address = text::istarts_with(word, "https://") || text::istarts_with(word, "http://");
    if (is_address && !is_of(kWithValue, before)) address = word;
  }
  if (!address.empty()) next_url_ = address;
}

std::string_view UrlTracker::take(text::Source& source, const Response* previous, bool tls_only) {
  std::string_view url = next_url_;
  guessed_ = false;
  if (url.empty() && !host_.empty() && target_.substr(0, 1) == "/") {
    // What a redirect leads to has the scheme that the redirect says.
    const std::string_view led_to = previous == nullptr ? std::string_view() : next_after(source, *previous);
    if (asks_for(led_to)) {
      url = led_to;
    } else {
      const bool https = https_ || (tls_only && !plain_port_);
      guessed_ = https && !tls_only && !told_;
      url = source.keep((https ? "https://" : "http://") + std::string(host_) + std::string(target_));
    }
  }
  if (url.empty() && previous != nullptr) url = next_after(source, *previous);
  next_url_ = {};
  host_ = {};
  return url;
}

bool UrlTracker::asks_for(std::string_view url) const {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return false;
  std::string_view rest = url.substr(slashes + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::string_view host = rest.substr(0, rest.find_first_of("/?"));
  rest.remove_prefix(host.size());
  return text::iequals(host, host_) && (rest.empty() ? std::string_view("/") : rest) == target_;
}

void UrlTracker::settle(text::Source& source, Response& response) {
  if (!guessed_) return;
  guessed_ = false;
  const std::string_view next = next_after(source, response);
  // A redirect to its own URL would never end: the visitor came over plain HTTP.
  constexpr std::size_t kScheme = 5;
  if (next.empty() || !text::iequals(next, response.url)) return;
  response.url = source.keep("http" + std::string(response.url.substr(kScheme)));
}

std::string_view UrlTracker::next_after(text::Source& source, const Response& previous) {
  // An interim response is followed by the final one; a proxy's answer to CONNECT by the site's.
  const bool interim = previous.status >= 100 && previous.status < 200;
  if (interim || (previous.status == 200 && previous.fields.empty())) return previous.url;
  if (previous.status < 300 || previous.status > 399) return {};
  const Field* location = nullptr;
  for (const Field& field : previous.fields) {
    if (!text::iequals(field.name, "location")) continue;
    // Browsers follow the first that is not empty.
    if (location == nullptr || location->value.text().empty()) location = &field;
  }
  return location == nullptr ? std::string_view() : resolve(source, previous.url, location->value.text());
}

std::string_view UrlTracker::resolve(text::Source& source, std::string_view base, std::string_view reference) {
  const std::size_t budget = source.bytes().size() + kResolvedBytes;
  if (base.size() > budget - resolved_bytes_) return {};
  std::string url = grammar::resolve_url(base, reference);
  if (!text::istarts_with(url, "http:") && !text::istarts_with(url, "https:")) return {};
  if (url == reference) return reference;
  resolved_bytes_ += std::min(url.size(), budget - resolved_bytes_);
  return source.keep(std::move(url));
}

}  // namespace headstrong::http
