#include "support/dump.hpp"

#include "text/ascii.hpp"

namespace headstrong::testing {
namespace dump_detail {

std::string words_at(std::string_view source, Span span) {
  if (span.start > span.end || span.end > source.size()) return "SPAN OUT OF BOUNDS";
  return quoted(source.substr(span.start, span.size()));
}

std::string range(Span span) { return std::to_string(span.start) + "-" + std::to_string(span.end); }

std::string_view name_of(http::Format format) { return http::info(format).id; }

std::string_view name_of(http::NoticeKind kind) {
  static constexpr std::string_view kNames[] = {
      "line not understood", "request passed over", "folded line",      "policy line without name",
      "alternate lines",     "invalid utf-8",       "nul byte",         "bare carriage return",
      "broken json",         "no headers in json",  "no meta in html",  "places passed over",
      "without always",      "without always",      "receiver refuses", "receiver refuses"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(csp::SourceKind kind) {
  static constexpr std::string_view kNames[] = {"keyword", "nonce", "hash", "wildcard", "scheme", "host", "invalid"};
  return kNames[static_cast<std::size_t>(kind)];
}

void append_field(std::string& out, const http::Field& field, std::string_view source) {
  out += "  " + quoted(field.name) + ": " + quoted(field.value.text());
  // The value's words in the paste are told only where they are spelled otherwise there.
  const Span value = field.value.to_source(0, field.value.text().size());
  const std::string words = words_at(source, value);
  if (words != quoted(field.value.text())) out += " from " + words;
  if (field.occurrence > 0) out += " #" + std::to_string(field.occurrence);
  if (field.space_before_colon) out += " space-before-colon";
  if (field.folded) out += " folded";
  if (field.invalid_name) out += " invalid-name";
  if (field.from_meta) out += " meta";
  if (field.inherited) out += " inherited";
  const bool named = words_at(source, field.name_span) == quoted(field.name);
  if (!named && !field.name_span.empty()) out += " named " + words_at(source, field.name_span);
  out += "\n";
}

void append_token(std::string& out, const csp::SourceExpression& token, bool source_list, std::string_view source) {
  out += "    " + range(token.span) + " " + quoted(token.text);
  if (source_list) out += " " + std::string(name_of(token.kind));
  if (token.kind == csp::SourceKind::Host || token.kind == csp::SourceKind::Scheme) {
    const auto part = [&](std::string_view name, std::string_view value) {
      if (!value.empty()) out += " " + std::string(name) + "=" + std::string(value);
    };
    part("scheme", token.scheme());
    part("host", token.host());
    part("port", token.port());
    part("path", token.path());
    part("tail", token.tail());
  }
  if (token.repeated) out += " repeated";
  if (words_at(source, token.span) != quoted(token.text)) {
    out += " from " + words_at(source, token.span);
  }
  out += "\n";
}

}  // namespace dump_detail
using namespace dump_detail;

std::string quoted(std::string_view bytes) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string dump(const http::Paste& paste, std::string_view source) {
  std::string out(name_of(paste.format));
  out += "\n";
  for (std::size_t i = 0; i < paste.responses.size(); ++i) {
    const http::Response& response = paste.responses[i];
    out += i == paste.chosen ? "response*" : "response";
    if (response.status != 0) out += " " + std::to_string(response.status);
    if (!response.url.empty()) out += " " + std::string(response.url);
    if (!response.complete) out += " incomplete";
    if (!response.place.empty()) out += " in " + quoted(std::string_view(response.place));
    out += "\n";
    for (const http::Field& field : response.fields) append_field(out, field, source);
    for (const Span gap : response.gaps) out += "  gap " + words_at(source, gap) + "\n";
  }
  for (const http::Notice& notice : paste.notices) {
    out += "notice line " + std::to_string(notice.line) + ": " + std::string(name_of(notice.kind)) + " " +
           words_at(source, notice.span) + "\n";
  }
  if (paste.notices_left_out > 0) {
    out += "notices left out: " + std::to_string(paste.notices_left_out) + "\n";
  }
  out.pop_back();
  return out;
}

std::string dump(const std::vector<csp::Policy>& policies, std::string_view source) {
  std::string out;
  for (const csp::Policy& policy : policies) {
    out += policy.disposition == csp::Disposition::Enforce ? "policy " : "report-only policy ";
    out += range(policy.span) + "\n";
    for (const csp::Directive& directive : policy.directives) {
      out += "  " + range(directive.span) + " " + quoted(directive.name_text);
      if (directive.name == csp::DirectiveName::Unknown) out += " unknown";
      if (directive.duplicate) out += " duplicate";
      if (directive.has_non_ascii) out += " non-ascii";
      if (directive.has_control) out += " control";
      out += "\n";
      const csp::ValueKind value = csp::info(directive.name).value;
      const bool source_list = value == csp::ValueKind::SourceList || value == csp::ValueKind::AncestorList;
      for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
        append_token(out, token, source_list, source);
      }
    }
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string dump_findings(const Report& report, std::string_view rule) {
  std::string out;
  for (const Finding& finding : report.findings) {
    if (!rule.empty() && finding.rule->id != rule) continue;
    const auto add = [&](Severity severity, const std::string& words) {
      if (rule.empty()) out += std::string(finding.rule->id) + " ";
      out.append(to_string(severity)).append(" ").append(words).append("\n");
    };
    for (const Place& place : finding.places) add(place.severity, words_at(report.source, place.span));
    if (!finding.places.empty()) continue;
    add(finding.severity, finding.span ? words_at(report.source, *finding.span) : "absent");
  }
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace headstrong::testing
