#include "headstrong/spell_edits.hpp"

#include "headers/csp/parse_policy.hpp"
#include "headstrong/analyze.hpp"
#include "http/read_paste.hpp"
#include "quote/quote.hpp"
#include "rules/settle_edits.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace spell_edits_detail {

constexpr std::string_view kNoValue = "This change is outside the headers' values.";
constexpr std::string_view kNotSpeakable = "This text's language can't express that here.";

SpelledEdits refused(std::string_view reason) {
  SpelledEdits result;
  result.refusal = reason;
  return result;
}

bool is_value_text(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace spell_edits_detail

SpelledEdits spell_edits(std::string_view text, const std::vector<Edit>& edits, std::optional<std::size_t> response) {
  using namespace spell_edits_detail;
  if (text.size() > kMaxInputBytes) return refused(kNoValue);
  text::Source source(text);
  http::Paste paste = http::read_paste(source);
  if (response && *response >= paste.responses.size()) {
    return refused(no_such_response(*response, paste.responses.size()));
  }
  if (paste.responses.empty()) return refused(kNoValue);
  if (response) paste.chosen = *response;
  const rules::EditSettler settler(paste.responses[paste.chosen], source.bytes(), paste.format);
  SpelledEdits result;
  std::uint32_t behind = 0;
  for (const Edit& edit : edits) {
    const bool in_order = edit.span.start >= behind && edit.span.end >= edit.span.start;
    const http::Field* field = in_order ? settler.value_at(edit.span) : nullptr;
    if (field == nullptr || !is_value_text(edit.text)) return refused(kNoValue);
    result.edits.push_back({edit.span, quote::encode(edit.text, field->spelling)});
    behind = edit.span.end;
  }
  if (!settler.settle(result.edits)) return refused(kNotSpeakable);
  return result;
}

}  // namespace headstrong
