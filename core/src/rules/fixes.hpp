// The edits that rules offer. Every function returns edits that fit the place they go to: white
// space, separators, the prefix of a curl -v line and the spelling of JSON or HTML are looked after
// here. Empty edits mean that the paste has no place for the change.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headers/field_value.hpp"
#include "headstrong/report.hpp"
#include "model/response_model.hpp"

namespace headstrong::rules {

/// Puts a fix on the finding; nothing happens where there are no edits. `title` is kept as it is, so that it has to be
/// constant: a std::string would be gone when the report is written.
void offer_fix(Finding& finding, std::string_view title, Applicability applicability, std::vector<Edit> edits);

/// The same for a fix that writes what a policy was meant to say: it is a suggestion where
/// `prove_fixes` finds that it opens and reveals nothing, and is shown only where not.
void offer_repair(Finding& finding, std::string_view title, std::vector<Edit> edits);

template <class Made>
requires std::same_as<std::remove_cvref_t<Made>, std::string>
void offer_fix(Finding&, Made&&, Applicability, std::vector<Edit>) = delete;
template <class Made>
requires std::same_as<std::remove_cvref_t<Made>, std::string>
void offer_repair(Finding&, Made&&, std::vector<Edit>) = delete;

/// The source with the edits, which are in order.
std::string with_edits(std::string_view source, const std::vector<Edit>& edits);

// Within a policy.
/// Removes a token, and its repetitions in the same directive, with the white space before it.
std::vector<Edit> remove_token(const csp::Policy& policy, const csp::SourceExpression& token);
/// Removes these tokens alone; each must have an equal one that stays.
std::vector<Edit> remove_repetitions(const csp::Policy& policy, const csp::Directive& directive,
                                     const std::vector<const csp::SourceExpression*>& tokens);
/// Removes tokens of one directive, and every other that is spelled like one of them; where none
/// would be left, 'none' takes their place.
std::vector<Edit> remove_tokens(const csp::Policy& policy, const csp::Directive& directive,
                                const std::vector<const csp::SourceExpression*>& tokens);
/// Replaces a token; its repetitions go, and so does the token where its list has the replacement already.
std::vector<Edit> replace_token(const csp::Policy& policy, const csp::SourceExpression& token,
                                std::string_view replacement);
std::vector<Edit> append_token(const csp::Policy& policy, const csp::Directive& directive, std::string_view token);
/// Gives the directive exactly this value.
std::vector<Edit> replace_value(const csp::Policy& policy, const csp::Directive& directive, std::string_view value);
/// Removes every directive of that name, with its separator: of two the second would take the place
/// of the first. Empty where nothing would be left.
std::vector<Edit> remove_all_named(const csp::Policy& policy, const csp::Directive& directive);
/// Removes a directive with its separator.
std::vector<Edit> remove_directive(const csp::Policy& policy, const csp::Directive& directive);
/// Gives the policy the directive, with exactly this value: at its end where it has none of that
/// name, otherwise in place of the value it has (browsers that drop that one for its bytes would
/// take a later one for a duplicate).
std::vector<Edit> set_directive(const csp::Policy& policy, csp::DirectiveName name, std::string_view value);

// Within a response.
std::vector<Edit> replace_field_value(const model::ResponseModel& response, std::uint32_t field,
                                      std::string_view value);
/// Gives the header exactly this value: its first field carries it, its other fields are removed.
std::vector<Edit> replace_header(const model::ResponseModel& response, http::HeaderName name, std::string_view value);
/// Replaces a part of a header's value; an empty part inserts before it.
std::vector<Edit> replace_part(const model::ResponseModel& response, const headers::FieldValue& value,
                               std::string_view part, std::string_view replacement);
/// Adds text at the end of a field's value.
std::vector<Edit> append_to_field(const model::ResponseModel& response, std::uint32_t field, std::string_view text);
/// Removes all fields of a name. Like `remove_field` no edits where a lone header would be left of
/// lines without a status line: then the rest would no longer be known to be absent.
std::vector<Edit> remove_header(const model::ResponseModel& response, http::HeaderName name);
/// Removes the field's line or lines.
std::vector<Edit> remove_field(const model::ResponseModel& response, std::uint32_t field);
/// Adds a header after the last one.
std::vector<Edit> insert_field(const model::ResponseModel& response, std::string_view name, std::string_view value);
/// Breaks the field's line at `gap`, which goes: what stands behind it becomes a field of its own.
std::vector<Edit> split_field(const model::ResponseModel& response, std::uint32_t field, Span gap);
/// Replaces one range of the source within a field.
std::vector<Edit> replace_range(const http::Field& field, Span span, std::string_view replacement);

}  // namespace headstrong::rules
