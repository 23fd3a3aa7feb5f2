// WordPress: a must-use plugin that sets the headers as PHP sends the response.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/php.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace wordpress {

constexpr std::string_view kStatus = "PHP changes the response's status when it is set";

/// nginx acts on these and starts again with the path named, which WordPress answers with the same order.
constexpr std::string_view kOrder = "nginx takes it as an order and doesn't send it";

constexpr LeftOutName kLeftOutNames[] = {
    {"Status", kStatus},
    {"WWW-Authenticate", kStatus},
    {"X-Accel-Redirect", kOrder},
    {"X-Accel-Expires", kOrder},
    {"Server", "the web server in front of PHP writes its own"},
};

std::string line(std::string_view name, std::string_view value) {
  return expression(std::string(name) + ": " + std::string(value), php::kQuotes, "headstrong_nonce()", " . ");
}

constexpr std::string_view kNonce = R"(
function headstrong_nonce()
{
    static $nonce = null;
    if ($nonce === null) {
        $nonce = base64_encode(random_bytes(16));
    }
    return $nonce;
}

function headstrong_add_nonce($attributes)
{
    $attributes['nonce'] = headstrong_nonce();
    return $attributes;
}
// What is enqueued gets it since WordPress 5.7 (inline) and 6.3 (by address); other code writes it itself.
add_filter('wp_script_attributes', 'headstrong_add_nonce');
add_filter('wp_inline_script_attributes', 'headstrong_add_nonce');
)";

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  const bool styles = std::any_of(call.fields().begin(), call.fields().end(), [](const HeaderValues& field) {
    const std::string_view policy = field.values.front();
    const std::size_t at = policy.find("style-src");
    return has_nonce(field) && at != std::string_view::npos &&
           policy.substr(at, policy.find(';', at) - at).find(kNoncePlace) != std::string_view::npos;
  });
  if (!has_nonce(call)) return;
  warn(result, {},
       "The nonce reaches scripts that WordPress prints itself (enqueued ones since 6.3, inline ones since 5.7). Those "
       "that a theme or a plugin prints need a nonce attribute with what headstrong_nonce() returns.");
  if (styles)
    warn(
        result, {},
        "It reaches no style: WordPress writes <style> elements and style attributes without one, which the block editor "
        "needs. Let the policy only report at first, and if your theme uses them, put 'unsafe-inline' in place of the nonce in style-src.");
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = "<?php\n/* Plugin Name: Security headers */\n" + opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ",
                          "Themes print headstrong_nonce() into their nonce attributes. Don't let a page "
                          "cache store a page that has a nonce.");
    text += kNonce;
  }
  text += "\nfunction headstrong_headers()\n{\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "    // ", field);
    for (const std::string_view value : field.values) {
      const bool replaces = value.data() == field.values.front().data() && !is_additive(field.name);
      text += "    header(" + line(field.name, value) + (replaces ? ");\n" : ", false);\n");
    }
  }
  text += "}\nheader_register_callback('headstrong_headers');\n";
  result.files.push_back({"headstrong.php", "in wp-content/mu-plugins", std::move(text)});
}

}  // namespace wordpress

extern constexpr TargetSpec k_wordpress_target = {
    .id = "wordpress",
    .name = "WordPress (must-use plugin)",
    .evidence = Evidence::Server,
    .check = "php -l wp-content/mu-plugins/headstrong.php",
    .limits =
        "values up to 32768 bytes; no Server, Status, WWW-Authenticate or X-Accel- header; WordPress 5.7 or "
        "later; tried with 6.1",
    .coverage =
        "every response that WordPress makes: pages, the sign-in page, the administration, REST, "
        "redirects and errors; copies that plugins and themes set are replaced. Not uploads and other "
        "static files, not what the web server answers itself, and not pages that a cache sends without "
        "running PHP. Another plugin that calls header_register_callback() replaces this one.",
    .max_value_bytes = 32768,
    .left_out_names = wordpress::kLeftOutNames,
    .not_in_comments = "?>",
    .examine = wordpress::examine,
    .write = wordpress::write,
};

}  // namespace headstrong::emitters
