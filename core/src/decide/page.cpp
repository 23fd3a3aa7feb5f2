#include "decide/page.hpp"

#include "grammar/url.hpp"

namespace headstrong::decide {

Page::Page(const http::Response& response, std::string_view source, http::Format format, std::string_view page_url,
           Dispositions dispositions)
    : model_(model::build_model(response, source, format)) {
  if (!page_url.empty()) model_.page_url = page_url;
  if (dispositions == Dispositions::AllEnforced) {
    for (csp::Policy& policy : model_.policies) policy.disposition = csp::Disposition::Enforce;
  }
  grammar::Url url;
  if (grammar::parse_url(model_.page_url, url_buffer_, url) == grammar::UrlError::None) {
    policies_.set_page(url);
  }
  for (const csp::Policy& policy : model_.policies) policies_.add(policy);
  x_frame_options_ = model::joined_value(model_, http::HeaderName::XFrameOptions);
  policies_.set_x_frame_options(x_frame_options_);
}

}  // namespace headstrong::decide
