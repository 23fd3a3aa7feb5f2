// Finds console messages and reports in a text of any kind. Linear in its bytes; little is done where
// none of their words stands.
#pragma once

#include "http/messages/told_request.hpp"
#include "text/source.hpp"

namespace headstrong::http {

Messages read_messages(text::Source& source);

namespace messages {

/// Adds what a console said. Positive evidence: the words of a browser, or in any language an address, a
/// directive in brackets and a quoted list.
void read_console(text::Source& source, Messages& found);
/// Adds reports in any notation of names and values: report-uri's, the Reporting API's, events, log lines.
void read_reports(text::Source& source, Messages& found);

}  // namespace messages
}  // namespace headstrong::http
