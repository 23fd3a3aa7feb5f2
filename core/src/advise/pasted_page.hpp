// A pasted text as the page that advice is about.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "decide/page.hpp"
#include "http/message.hpp"
#include "text/source.hpp"

namespace headstrong::advise {

/// The response of a text that `analyze` judges, ready to be asked about; one without headers where there
/// is no text. Neither copied nor moved.
class PastedPage {
 public:
  PastedPage(std::string_view text, std::optional<std::size_t> response);
  PastedPage(const PastedPage&) = delete;
  PastedPage& operator=(const PastedPage&) = delete;

  /// Why there is nothing to ask; empty where there is.
  const std::string& error() const { return error_; }
  const decide::Page& page() const { return *page_; }
  /// The page's address as the text tells it; empty where it doesn't.
  std::string_view told() const { return page_->model().response->url; }
  /// The address that policies are judged for: where the page's own has no origin, a made-up one.
  const std::string& address() const { return page_->model().page_url; }
  /// Its origin, as addresses begin: "https://site.example".
  std::string origin() const;

 private:
  text::Source source_;
  http::Paste paste_;
  http::Response none_;
  std::unique_ptr<decide::Page> page_;
  std::string error_;
};

}  // namespace headstrong::advise
