// CloudFront's response headers policies in Terraform.
#include "http/document/cloudfront_policy.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::cloudfront_terraform {

int recognise(std::string_view text) { return text.find('{') != text.npos ? 91 : 0; }

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_hcl(document);
  document::read_cloudfront_policies(document, paste);
}

constexpr std::string_view kTriggers[] = {"security_headers_config", "custom_headers_config"};
extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::HclString>(Format::CloudfrontTerraform, kTriggers, recognise, read);

}  // namespace headstrong::http::cloudfront_terraform
