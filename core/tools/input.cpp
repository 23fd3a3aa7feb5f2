#include "tools/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16;
/// A line is passed over as far as this; what goes on longer has no lines.
constexpr std::size_t kEndless = std::size_t{256} << 20;

}  // namespace

Input::Input(const std::string& file) : name_(file.empty() || file == "-" ? "standard input" : file) {
  owned_ = name_ == file;
  descriptor_ = owned_ ? ::open(file.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  if (descriptor_ < 0) fail();
}

Input::~Input() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

void Input::fail() { error_ = "cannot read " + name_ + ": " + std::strerror(errno); }

bool Input::read(std::string& text, std::size_t most) {
  if (!error_.empty()) return false;
  const std::size_t before = text.size();
  text.resize(before + (most < kPiece ? most : kPiece));
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, text.data() + before, text.size() - before);
  } while (got < 0 && errno == EINTR);
  if (got < 0) fail();
  text.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
  return got > 0;
}

bool Input::is_terminal() const { return ::isatty(descriptor_) == 1; }

bool Input::would_wait() const {
  pollfd waiting{descriptor_, POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 0;
}

LineReader::State LineReader::next(std::string& line, bool wait) {
  while (true) {
    const std::size_t end = buffer_.find('\n', searched_);
    const bool whole = end != std::string::npos || ended_;
    const std::size_t stop = end != std::string::npos ? end : buffer_.size();
    if (passed_over_ > 0 || stop - at_ > longest_) {
      passed_over_ += stop - at_;
      at_ = searched_ = stop;
      if (whole) {
        at_ = searched_ = end != std::string::npos ? end + 1 : stop;
        passed_over_ = 0;
        return State::TooLong;
      }
      if (passed_over_ > kEndless) {
        error_ = "a line never ends";
        return State::Failed;
      }
    } else if (whole) {
      if (end == std::string::npos && at_ == buffer_.size()) return State::End;
      line.assign(buffer_, at_, stop - at_);
      at_ = searched_ = end != std::string::npos ? end + 1 : stop;
      return State::Line;
    }
    searched_ = buffer_.size();
    if (!wait && input_.would_wait()) return State::WouldWait;
    if (at_ > 0) {
      buffer_.erase(0, at_);
      searched_ -= at_;
      at_ = 0;
    }
    if (input_.read(buffer_, kPiece)) continue;
    if (!input_.error().empty()) {
      error_ = input_.error();
      return State::Failed;
    }
    ended_ = true;
  }
}
