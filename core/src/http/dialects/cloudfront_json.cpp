// CloudFront's response headers policies as JSON: the API's, and CloudFormation's.
#include "http/document/cloudfront_policy.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::cloudfront_json {

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "{" ? 91 : 0; }

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_json(document);
  document::read_cloudfront_policies(document, paste);
}

constexpr std::string_view kTriggers[] = {"SecurityHeadersConfig", "CustomHeadersConfig"};
extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::JsonString>(Format::CloudfrontJson, kTriggers, recognise, read);

}  // namespace headstrong::http::cloudfront_json
