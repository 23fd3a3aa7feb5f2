// JSON that configures something: headers in it have other shapes than a response's own.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::json_headers {

using namespace document;

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "{" ? 50 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_json(document);
  read_header_tree(document, paste);
}

// Words that no recorded response has.
constexpr std::string_view kTriggers[] = {"headerValue",
                                          "newHeaderValue",
                                          "header_value",
                                          "response-rewrite",
                                          "security",
                                          "responseHeadersToAdd",
                                          "custom_response_headers",
                                          "extra_config",
                                          "response-transformer",
                                          "action_parameters",
                                          "headerAction",
                                          "evidence",
                                          "customResponseHeaders",
                                          "responseParameters"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::JsonString>(Format::JsonHeaders, kTriggers, recognise, read);

}  // namespace headstrong::http::json_headers
