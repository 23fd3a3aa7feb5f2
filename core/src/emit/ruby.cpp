#include "emit/ruby.hpp"

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters::ruby {

namespace ruby_detail {

std::string value(std::string_view text) { return expression(text, kQuotes, "nonce"); }

std::string values(const HeaderValues& field) {
  if (field.values.size() == 1) return value(field.values.front());
  std::string out;
  for (const std::string_view text : field.values) out.append(out.empty() ? "[" : ", ").append(value(text));
  return out + "]";
}

}  // namespace ruby_detail

std::string middleware(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce_key) {
  const bool nonce = !nonce_key.empty();
  std::string added;
  for (const HeaderValues& field : fields) {
    if (is_additive(field.name)) added.append(added.empty() ? "" : " ").append(field.name);
  }
  std::string text = nonce ? "require \"securerandom\"\n" : "";
  text += "\nclass HeadstrongHeaders\n  def initialize(app)\n    @app = app\n  end\n";
  text += nonce ? "\n  def headers(nonce)\n    {\n" : "\n  def headers\n    {\n";
  for (const HeaderValues& field : fields) {
    text += remark_lines(spec, "      # ", field);
    text += "      " + quote::literal(field.name, quote::Spelling::RubySingle) + " => " + ruby_detail::values(field) +
            ",\n";
  }
  text += "    }\n  end\n\n  def call(env)\n";
  if (nonce) {
    text += "    nonce = SecureRandom.base64(16)\n    env[\"" + std::string(nonce_key) + "\"] = nonce\n";
  }
  text += "    status, theirs, body = @app.call(env)\n    all = theirs.to_h.dup\n";
  text += nonce ? "    headers(nonce).each { |name, values| put(all, name, values) }\n"
                : "    headers.each { |name, values| put(all, name, values) }\n";
  text += "    [status, all, body]\n  end\n\n  private\n\n  def put(all, name, values)\n";
  text += "    key = all.keys.find { |other| other.casecmp?(name) }\n";
  text += added.empty() ? "    all.delete(key)\n" : "    before = key && all.delete(key)\n";
  if (!added.empty()) {
    text += "    # The application's own values stay, too.\n    if before && %w[" + added + "].include?(name)\n";
    text += "      values = (before.is_a?(Array) ? before : before.split(\"\\n\")) + [*values]\n    end\n";
  }
  text += "    # Rack 3 wants names in lower case and several values in an array, Rack 2 in lines.\n";
  text += "    rack3 = Rack.release.to_i >= 3\n    values = values.join(\"\\n\") if values.is_a?(Array) && !rack3\n";
  return text + "    all[rack3 ? name.downcase : name] = values\n  end\nend\n";
}

}  // namespace headstrong::emitters::ruby
