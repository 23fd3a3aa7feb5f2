// What the program reads: a file or standard input, whole or line by line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// A file or standard input, open for reading.
class Input {
 public:
  /// Opens the file; standard input where no file is named, or "-".
  explicit Input(const std::string& file);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  /// Why it cannot be read; empty where it can.
  const std::string& error() const { return error_; }
  /// Appends up to `most` bytes. False at the end, and where reading fails (then `error` says so).
  bool read(std::string& text, std::size_t most);
  /// Whether somebody types.
  bool is_terminal() const;
  /// Whether reading would wait for more to come.
  bool would_wait() const;

 private:
  void fail();

  std::string name_;
  std::string error_;
  int descriptor_ = -1;
  bool owned_ = false;
};

/// The text in UTF-8 where it is UTF-16, as PowerShell 5 writes files: with a byte order mark, or without one where
/// every second byte of its start is zero. All else is given back as it is.
std::string as_utf8(std::string text);

/// Lines one after another, however the input cuts them.
class LineReader {
 public:
  enum class State { Line, TooLong, WouldWait, End, Failed };

  LineReader(Input& input, std::size_t longest) : input_(input), longest_(longest) {}

  /// The next line, without its end. With `wait` false it does not wait for one. TooLong: a line
  /// over the limit, which was passed over.
  State next(std::string& line, bool wait);
  /// Whether `next` would wait now.
  bool would_wait() const { return buffer_.find('\n', at_) == std::string::npos && !ended_ && input_.would_wait(); }
  const std::string& error() const { return error_; }

 private:
  /// What the buffer holds of the next line; nothing where more has to be read.
  std::optional<State> take(std::string& line);

  Input& input_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t at_ = 0;           // where the next line begins
  std::size_t searched_ = 0;     // up to where there is no end of a line
  std::size_t passed_over_ = 0;  // bytes of a line that is too long
  bool ended_ = false;
  std::string error_;
};
