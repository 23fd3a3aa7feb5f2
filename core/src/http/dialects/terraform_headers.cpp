// Terraform: headers that resources of any provider set.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::terraform_headers {

using namespace document;

int recognise(std::string_view text) { return text.find('{') != text.npos && text.find("eader") != text.npos ? 52 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_hcl(document);
  read_header_tree(document, paste);
}

constexpr std::string_view kTriggers[] = {"resource", "custom_response_headers", "response_header_configuration",
                                          "action_parameters"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::HclString>(Format::TerraformHeaders, kTriggers, recognise, read);

}  // namespace headstrong::http::terraform_headers
