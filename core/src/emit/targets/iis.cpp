// IIS: <customHeaders> of a web.config.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace iis {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "IIS writes its own; removeServerHeader of requestFiltering removes it"},
};

std::string xml(std::string_view value) { return quote::literal(value, quote::Spelling::XmlDouble); }

/// One comment for all: the two dashes that would end it don't stand in it.
void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string comment = opening_text(spec, call);
  std::string elements;
  for (const HeaderValues& field : call.fields()) {
    for (const std::string& remark : field.remarks) {
      comment.append("\n").append(field.name).append(": ").append(comment_text(spec, remark));
    }
    // Where the server or a site above sets it, an <add> alone would be an error.
    elements += "        <remove name=" + xml(field.name) + " />\n";
    for (const std::string_view value : field.values) {
      elements += "        <add name=" + xml(field.name) + " value=" + xml(value) + " />\n";
    }
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n" + comment_lines("", comment) + "-->\n";
  text += "<configuration>\n  <system.webServer>\n    <httpProtocol>\n      <customHeaders>\n" + elements;
  text += "      </customHeaders>\n    </httpProtocol>\n  </system.webServer>\n</configuration>\n";
  result.files.push_back(
      {"web.config", "in the site's root, added to <system.webServer> if the file exists", std::move(text)});
}

}  // namespace iis

extern constexpr TargetSpec k_iis_target = {
    .id = "iis",
    .name = "IIS (web.config)",
    .limits = "values of 1 to 16384 bytes of ASCII; one field per name; no Server header, no nonce",
    .coverage =
        "every response that the site makes, errors and redirects included; headers from an application "
        "(ASP.NET's anti-forgery sends its own X-Frame-Options) or a proxied server are sent as well.",
    .max_value_bytes = 16384,
    .empty_value_refusal = "we don't know how IIS handles an empty value",
    .non_ascii_refusal = "we don't know how IIS handles bytes outside ASCII",
    .nonce_refusal =
        "web.config is the same for every response, so there can be no nonce; let the "
        "application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = iis::kLeftOutNames,
    .not_in_comments = "--",
    .write = iis::write,
};

}  // namespace headstrong::emitters
