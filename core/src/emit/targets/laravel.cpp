// Laravel: a global middleware, and the nonce that its Vite integration uses.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/php.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace laravel {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "the web server in front of PHP writes its own"},
    {"Set-Cookie", "Laravel sets cookies separately: use Cookie::queue()"},
    {"Status", "PHP changes the response's status when it is set"},
    {"X-Powered-By", "Symfony's response adds it to the one that PHP sends (expose_php)"},
    {"Cache-Control", "Symfony's response rewrites it ('no-store' becomes 'no-store, private')"},
};

std::string lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "        // ", field);
    std::string values;
    for (const std::string_view value : field.values) {
      values.append(values.empty() ? "" : ", ").append(expression(value, php::kQuotes, "$nonce", " . "));
    }
    if (field.values.size() > 1) values = "[" + values + "]";
    out += "        $response->headers->set(" + quote::literal(field.name, quote::Spelling::PhpSingle) + ", " + values;
    out += is_additive(field.name) ? ", false);\n" : ");\n";
  }
  return out;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = "<?php\n" + opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ",
                          "In Blade: <script nonce=\"{{ $cspNonce }}\">; @vite writes the same nonce "
                          "(Laravel 9.2 or later).");
  }
  text +=
      "\nnamespace App\\Http\\Middleware;\n\nclass SecurityHeaders\n{\n    public function handle($request, \\Closure $next)\n    {\n";
  if (nonce) {
    text +=
        "        $nonce = base64_encode(random_bytes(16));\n"
        "        app()->instance('csp-nonce', $nonce);\n"
        "        view()->share('cspNonce', $nonce);\n"
        "        if (method_exists(\\Illuminate\\Foundation\\Vite::class, 'useCspNonce')) {\n"
        "            app(\\Illuminate\\Foundation\\Vite::class)->useCspNonce($nonce);\n"
        "        }\n";
  }
  text += "        $response = $next($request);\n" + lines(spec, call.fields());
  text += "\n        return $response;\n    }\n}\n";
  result.files.push_back(
      {"SecurityHeaders.php",
       "in app/Http/Middleware; then in bootstrap/app.php: ->withMiddleware(fn ($middleware) => "
       "$middleware->prepend(\\App\\Http\\Middleware\\SecurityHeaders::class)), before Laravel 11 first in $middleware of "
       "app/Http/Kernel.php",
       std::move(text)});
}

}  // namespace laravel

extern constexpr TargetSpec k_laravel_target = {
    .id = "laravel",
    .name = "Laravel",
    .evidence = Evidence::Server,
    .check = "php -l app/Http/Middleware/SecurityHeaders.php",
    .limits =
        "values up to 32768 bytes; no Server, Set-Cookie, Status, X-Powered-By or Cache-Control header; Laravel 8 or later; "
        "tried with 8.83",
    .coverage =
        "every response that Laravel makes: pages, redirects, JSON, error pages and exceptions that its "
        "handler renders; copies that a controller sets are replaced. Not static files in public/, and "
        "not what the web server answers itself. This overrides a package that sets the same headers in "
        "a middleware inside this one; outside, both copies would be sent.",
    .max_value_bytes = 32768,
    .left_out_names = laravel::kLeftOutNames,
    .not_in_comments = "?>",
    .write = laravel::write,
};

}  // namespace headstrong::emitters
