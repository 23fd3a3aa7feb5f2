// PHP: header().
#include "emit/php.hpp"

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace php {

constexpr std::string_view kStatus = "PHP changes the response's status when it is set";

constexpr LeftOutName kLeftOutNames[] = {
    {"Status", kStatus},
    {"WWW-Authenticate", kStatus},
    {"Server", "the web server in front of PHP writes its own"},
};

/// The header line as an expression.
std::string line(std::string_view name, std::string_view value) {
  return expression(std::string(name) + ": " + std::string(value), kQuotes, "HEADSTRONG_NONCE", " . ");
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = "<?php\n" + opening(spec, "// ", call);
  if (has_nonce(call)) {
    text += comment_lines("// ", "Templates write HEADSTRONG_NONCE into their nonce attributes.");
    text += "define('HEADSTRONG_NONCE', base64_encode(random_bytes(16)));\n";
  }
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "// ", field);
    for (const std::string_view value : field.values) {
      const bool replaces = value.data() == field.values.front().data() && !is_additive(field.name);
      text += "header(" + line(field.name, value) + (replaces ? ");\n" : ", false);\n");
    }
  }
  result.files.push_back({"headstrong.php",
                          "run before any output: auto_prepend_file in php.ini, or require_once in "
                          "the first file",
                          std::move(text)});
}

}  // namespace php

extern constexpr TargetSpec k_php_target = {
    .id = "php",
    .name = "PHP header()",
    .evidence = Evidence::Server,
    .check = "php -l headstrong.php",
    .limits = "values up to 32768 bytes; no Server, Status or WWW-Authenticate header",
    .coverage =
        "every response that a PHP script makes, errors in it included; not static files or the web "
        "server's own error pages. A later header() call with the same name replaces these.",
    .max_value_bytes = 32768,
    .left_out_names = php::kLeftOutNames,
    .not_in_comments = "?>",
    .write = php::write,
    .receiver = receivers::write_php,
};

}  // namespace headstrong::emitters
