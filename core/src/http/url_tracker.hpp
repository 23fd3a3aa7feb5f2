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
  /// The absolute URL of the response that begins now; `previous` is the one before it, or null.
  std::string_view take(text::Source& source, const Response* previous);

 private:
  /// The address of the response that comes after `previous`, as the redirect says; empty where that
  /// can't be told.
  std::string_view next_after(text::Source& source, const Response& previous);
  std::string_view resolve(text::Source& source, std::string_view base, std::string_view reference);

  /// All addresses that are made up from relative ones come to at most so much more than the paste,
  /// however long the first is and however many build on it.
  static constexpr std::size_t kResolvedBytes = 65536;

  std::size_t resolved_bytes_ = 0;
  std::string_view next_url_;
  std::string_view target_;
  std::string_view host_;
  bool https_ = true;  // where nothing tells, as for every other paste
};

}  // namespace headstrong::http
