// Sinatra and others on Rack: a middleware outside of the application.
#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "emit/ruby.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace rack {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ", "In templates: <script nonce=\"<%= request.env[\"headstrong.nonce\"] %>\">");
  }
  text += "require \"rack\"\n" + ruby::middleware(spec, call.fields(), nonce ? "headstrong.nonce" : "");
  result.files.push_back(
      {"headstrong_headers.rb",
       "next to config.ru; at the beginning of config.ru: require_relative \"headstrong_headers\", then "
       "use HeadstrongHeaders",
       std::move(text)});
}

}  // namespace rack

extern constexpr TargetSpec k_rack_target = {
    .id = "rack",
    .name = "Rack (Sinatra, Hanami, Roda)",
    .evidence = Evidence::Server,
    .check = "ruby -c headstrong_headers.rb",
    .limits = "values up to 65536 bytes; no Status header; Rack 2 or 3; tried with Sinatra 3.0",
    .coverage =
        "every response of what follows in config.ru: pages, static files, redirects, a 304 and error pages; copies that "
        "the application sets are replaced. Not an exception that the application hands to the server, and not what a "
        "server answers itself (a 400 or 431 for a malformed request).",
    .max_value_bytes = 65536,
    .left_out_names = ruby::kLeftOutNames,
    .write = rack::write,
};

}  // namespace headstrong::emitters
