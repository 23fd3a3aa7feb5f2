// Files of the repository that tests read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::testing {

/// The repository's root, with a '/' at its end.
std::string root();
/// The bytes of a file; fails the test where it cannot be read.
std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view bytes);
bool file_exists(const std::string& path);
/// The paths of all files below `folder` whose names end with `ending`, sorted.
std::vector<std::string> files_below(const std::string& folder, std::string_view ending);
/// The lines of a text without their LF; the last one may lack it.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace headstrong::testing
