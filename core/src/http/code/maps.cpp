#include "http/code/maps.hpp"
namespace headstrong::http::code {
void read_maps(text::Source&, Expressions&, std::vector<Pair>&) {}
}
