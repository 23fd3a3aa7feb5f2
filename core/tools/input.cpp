#include "tools/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16;
/// A line is passed over as far as this; what goes on longer has no lines.
constexpr std::size_t kEndless = std::size_t{256} << 20;

/// Which byte of a unit is the lower one: 0 or 1; -1 where the text is no UTF-16.
int low_byte(const std::string& text) {
  if (text.size() < 4) return -1;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at(0) == 0xFF && at(1) == 0xFE) return 0;
  if (at(0) == 0xFE && at(1) == 0xFF) return 1;
  if (text.size() % 2 != 0) return -1;
  constexpr std::size_t kEnough = 256;
  const std::size_t end = text.size() < kEnough ? text.size() : kEnough;
  for (int low = 0; low < 2; ++low) {
    bool all = true;
    for (std::size_t i = 0; all && i < end; i += 2) {
      all = at(i + 1 - static_cast<std::size_t>(low)) == 0 && at(i + static_cast<std::size_t>(low)) != 0;
    }
    if (all) return low;
  }
  return -1;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  const auto rest = [&](std::uint32_t shift) { byte(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    rest(0);
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    rest(6);
    rest(0);
  } else {
    byte(0xF0 | (code >> 18));
    rest(12);
    rest(6);
    rest(0);
  }
}

}  // namespace

std::string as_utf8(std::string text) {
  const int low = low_byte(text);
  if (low < 0) return text;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(text[i]);
    const auto b = static_cast<unsigned char>(text[i + 1]);
    return static_cast<std::uint32_t>(low == 0 ? a | (b << 8) : b | (a << 8));
  };
  constexpr std::uint32_t kReplacement = 0xFFFD;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = unit(0) == 0xFEFF ? 2 : 0; i + 1 < text.size(); i += 2) {
    std::uint32_t code = unit(i);
    const bool leads = code >= 0xD800 && code < 0xDC00;
    const std::uint32_t next = leads && i + 3 < text.size() ? unit(i + 2) : 0;
    if (next >= 0xDC00 && next < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00);
      i += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = kReplacement;
    }
    append_utf8(out, code);
  }
  return out;
}

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

std::optional<LineReader::State> LineReader::take(std::string& line) {
  const std::size_t end = buffer_.find('\n', searched_);
  const bool whole = end != std::string::npos || ended_;
  const std::size_t stop = end != std::string::npos ? end : buffer_.size();
  const std::size_t behind = end != std::string::npos ? end + 1 : stop;
  if (passed_over_ > 0 || stop - at_ > longest_) {
    passed_over_ += stop - at_;
    at_ = searched_ = whole ? behind : stop;
    if (whole) {
      passed_over_ = 0;
      return State::TooLong;
    }
    if (passed_over_ <= kEndless) return std::nullopt;
    error_ = "a line never ends";
    return State::Failed;
  }
  if (!whole) return std::nullopt;
  if (end == std::string::npos && at_ == buffer_.size()) return State::End;
  line.assign(buffer_, at_, stop - at_);
  at_ = searched_ = behind;
  return State::Line;
}

LineReader::State LineReader::next(std::string& line, bool wait) {
  while (true) {
    if (const std::optional<State> taken = take(line)) return *taken;
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
