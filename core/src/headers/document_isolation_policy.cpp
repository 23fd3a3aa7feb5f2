#include "headers/document_isolation_policy.hpp"

#include "grammar/structured_field.hpp"

namespace headstrong::headers {
namespace document_isolation_policy_detail {

/// The word of the item; empty where it is none.
std::string_view word_of(std::string_view value) {
  const grammar::SfField field = grammar::parse_sf_item(value);
  if (!field.ok() || field.members.empty()) return {};
  const grammar::SfItem& item = field.members.front().value;
  return item.type == grammar::SfType::Token ? item.text : std::string_view();
}

}  // namespace document_isolation_policy_detail

bool isolates_document(std::string_view value) {
  const std::string_view word = document_isolation_policy_detail::word_of(value);
  return word == "isolate-and-require-corp" || word == "isolate-and-credentialless";
}

bool knows_document_isolation(std::string_view value) {
  return isolates_document(value) || document_isolation_policy_detail::word_of(value) == "none";
}

}  // namespace headstrong::headers
