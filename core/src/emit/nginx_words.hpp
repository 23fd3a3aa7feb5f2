// Words of an nginx configuration that hold header values. What a word can't spell, because it has
// a
// '$' or is too long for the reader, goes through `geo`, the one directive whose strings have no
// variables.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

class NginxWords {
 public:
  /// `value` as one quoted word after `start`, which is plain text (a header's name, say); each
  /// nonce becomes $request_id. Nothing if there is no way to keep the word short enough.
  std::optional<std::string> quoted(std::string_view value, std::string_view start = {});

  /// Adds the file that the words refer to, if they do, for the http block.
  void add_http_file(EmitResult& result) const;

 private:
  std::string variable(std::string_view part);

  std::string lines_;
  std::set<std::string> names_;
};

/// The sentence that tells how the application behind `upstream` learns the nonce.
std::string nginx_nonce_note(std::string_view upstream);

void warn_of_nginx_nonce(EmitResult& result);

}  // namespace headstrong::emitters
