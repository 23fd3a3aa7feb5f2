// What a template engine fills into a configuration, and the places that people leave for a value: {{ x }},
// {% if x %}, <%= x %>, ${X}, %env(X)%, <SECONDS>.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/message.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// A text with a word in the place of each tag that stands for a value, and blanks in the place of those that decide
/// what is written: of a choice the first branch stays. Each byte keeps its place.
struct MaskedTemplate {
  std::string text;
  std::vector<Span> values;  // the tags that stand for values, in order
  bool any = false;          // there is a tag at all
};
MaskedTemplate mask_template(std::string_view bytes);

/// Whether texts of that format are filled in before they are used, and are not what somebody sent.
bool may_have_places(Format format);

/// Makes gaps of the masked values, and puts back what stands there.
void unmask(text::Source& source, const MaskedTemplate& masked, Paste& paste);

/// Makes gaps of the places that are left for a value.
void note_places(Paste& paste);

}  // namespace headstrong::http
