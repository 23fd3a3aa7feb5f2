// Rails: a Rack middleware outside of all others, and the nonce that Rails' own helpers use.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/ruby.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace rails {

constexpr std::string_view kGenerator = R"(
Rails.application.config.content_security_policy_nonce_generator = lambda do |request|
  request.get_header("action_dispatch.content_security_policy_nonce")
end
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ",
                          "In templates: <%= javascript_tag nonce: true do %>, "
                          "javascript_include_tag(..., nonce: true), or content_security_policy_nonce. "
                          "Turbo takes the nonce from <%= csp_meta_tag %>, once per page: what it loads "
                          "later runs with the first page's nonce.");
  }
  text += ruby::middleware(spec, call.fields(), nonce ? "action_dispatch.content_security_policy_nonce" : "");
  text += "\nRails.application.config.middleware.insert_before 0, HeadstrongHeaders\n";
  if (nonce) text += kGenerator;
  result.files.push_back({"headstrong.rb", "in config/initializers", std::move(text)});
}

}  // namespace rails

extern constexpr TargetSpec k_rails_target = {
    .id = "rails",
    .name = "Rails",
    .evidence = Evidence::Server,
    .check = "ruby -c config/initializers/headstrong.rb && bin/rails middleware",
    .limits = "values up to 65536 bytes; no Status header; Rails 5.2 or later, Rack 2 or 3",
    .coverage =
        "every response of the application: pages, redirects, a 304, error pages and exceptions, and the "
        "static files that Rails serves; they replace what Rails' own settings write. Not files in "
        "public/ that a web server in front serves, and not what a server answers itself (a 400 or 431 "
        "for a malformed request).",
    .max_value_bytes = 65536,
    .left_out_names = ruby::kLeftOutNames,
    .write = rails::write,
    .receiver = receivers::write_rails,
};

}  // namespace headstrong::emitters
