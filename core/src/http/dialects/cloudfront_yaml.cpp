// CloudFront's response headers policies in a CloudFormation template in YAML.
#include "http/document/cloudfront_policy.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::cloudfront_yaml {

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "{" ? 0 : 82; }

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_yaml(document);
  document::read_cloudfront_policies(document, paste);
}

constexpr std::string_view kTriggers[] = {"SecurityHeadersConfig", "CustomHeadersConfig"};
extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::YamlDouble>(Format::CloudfrontYaml, kTriggers, recognise, read);

}  // namespace headstrong::http::cloudfront_yaml
