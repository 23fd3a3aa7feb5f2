// Input of any size in the shapes that make analysers slow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/decide.hpp"

namespace headstrong::bench {

struct Shape {
  std::string_view name;
  std::string_view head;   // once, in front
  std::string_view piece;  // over and over; '#' stands for a running number
};

const std::vector<Shape>& shapes();

/// A policy of 14 directives, each with the same slip, and the clean one of that size.
struct Slips {
  std::string_view name;
  std::string clean;
  std::string text;
};
std::vector<Slips> slips();

/// As many whole pieces of that shape as `bytes` bytes hold.
std::string make_input(const Shape& shape, std::size_t bytes);

/// A policy of everyday shape with as many bytes: several directives, a nonce, hosts with paths.
std::string everyday_policy(std::size_t bytes);
/// The same with other hosts.
std::string other_hosts(std::string policy);

/// Requests as decision lines spell them, of several types, most of which no host matches.
struct Question {
  decide::RequestType type;
  std::string url;
};
std::vector<Question> questions(std::size_t count);

}  // namespace headstrong::bench
