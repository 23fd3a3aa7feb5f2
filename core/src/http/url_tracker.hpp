// Which address a response answers, as the lines around it tell.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/message.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// Learns from the lines around a response what URL it answers.
class UrlTracker {
 public:
  /// A line of curl's commentary ("* ...").
  void see_comment(std::string_view line);
  /// A line of a request that was sent.
  void see_request(std::string_view line);
  /// A line that wget prints beside the messages ("--date--  address").
  void see_wget(std::string_view line);
  /// A line between messages that may be the command behind them ("$ curl -sI address").
  void see_command(std::string_view line);
  /// The absolute URL of the response that begins now; `previous` is the one before it, or null. `tls_only`: its
  /// status line names HTTP/2 or HTTP/3.
  std::string_view take(text::Source& source, const Response* previous, bool tls_only);
  /// Corrects the scheme of the response that was taken last, now that it is whole, where nothing told it.
  void settle(text::Source& source, Response& response);

 private:
  /// The address of the response that comes after `previous`, as the redirect says; empty where that
  /// can't be told.
  std::string_view next_after(text::Source& source, const Response& previous);
  /// Whether the request that was seen asks for `url`, whatever its scheme.
  bool asks_for(std::string_view url) const;
  std::string_view resolve(text::Source& source, std::string_view base, std::string_view reference);

  /// All addresses that are made up from relative ones come to at most so much more than the paste,
  /// however long the first is and however many build on it.
  static constexpr std::size_t kResolvedBytes = 65536;

  std::size_t resolved_bytes_ = 0;
  std::string_view next_url_;
  std::string_view target_;
  std::string_view host_;
  bool https_ = true;        // where nothing tells, as for every other paste
  bool told_ = false;        // by a line about the connection
  bool plain_port_ = false;  // 80
  bool guessed_ = false;     // the scheme of the URL that was taken last
};

}  // namespace headstrong::http
