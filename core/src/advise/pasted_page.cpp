#include "advise/pasted_page.hpp"

#include "grammar/url.hpp"
#include "headstrong/analyze.hpp"
#include "http/read_paste.hpp"

namespace headstrong::advise {
namespace pasted_page_detail {

/// What is judged in place of a page that has no origin or is not known.
constexpr std::string_view kMadeUp = "https://site.example/";

bool has_origin(std::string_view address) {
  std::string buffer;
  grammar::Url url;
  return grammar::parse_url(address, buffer, url) == grammar::UrlError::None && !grammar::origin_of(url).opaque;
}

}  // namespace pasted_page_detail

PastedPage::PastedPage(std::string_view text, std::optional<std::size_t> response)
    : source_(text.size() > kMaxInputBytes ? std::string_view() : text) {
  if (text.size() > kMaxInputBytes) {
    error_ = "the text is over 8 MiB";
    return;
  }
  paste_ = http::read_paste(source_);
  if (response && *response >= paste_.responses.size()) {
    error_ = no_such_response(*response, paste_.responses.size());
    return;
  }
  if (paste_.is_unread()) {
    // It may limit all that a page without headers is allowed, in a language that was not read.
    error_ = "no response headers or policy were found in this text, so there is nothing to list";
    return;
  }
  if (response) paste_.chosen = *response;
  const http::Response& chosen = paste_.responses.empty() ? none_ : paste_.responses[paste_.chosen];
  const bool known = pasted_page_detail::has_origin(chosen.url);
  page_ = std::make_unique<decide::Page>(chosen, source_.bytes(), paste_.format,
                                         known ? std::string_view() : pasted_page_detail::kMadeUp);
}

std::string PastedPage::origin() const {
  const grammar::Origin& self = page_->policies().self();
  std::string out = std::string(self.scheme) + "://" + std::string(self.host);
  if (self.port >= 0) out += ":" + std::to_string(self.port);
  return out;
}

}  // namespace headstrong::advise
