#include "emit/django.hpp"

#include <algorithm>

#include "emit/header_facts.hpp"
#include "emit/python.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters::django {

std::string list_of(const SplitDirective& directive, std::string_view nonce) {
  if (directive.words.empty()) return "True";
  std::string out = "[";
  for (const std::string_view& word : directive.words) {
    if (&word != &directive.words.front()) out += ", ";
    out += word == kNonceWord ? std::string(nonce) : quote::literal(word, quote::Spelling::PythonDouble);
  }
  return out + "]";
}

std::string entries(const std::vector<SplitDirective>& directives, std::string_view nonce, std::string_view indent) {
  std::string out;
  for (const SplitDirective& directive : directives) {
    out.append(indent).append(quote::literal(directive.name, quote::Spelling::PythonDouble)).append(": ");
    out.append(list_of(directive, nonce)).append(",\n");
  }
  return out;
}

std::string middleware(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
                       bool makes_nonce) {
  std::string added;
  for (const HeaderValues& field : fields) {
    if (!is_additive(field.name)) continue;
    added.append(quote::literal(field.name, quote::Spelling::PythonDouble)).append(", ");
  }
  std::string text = "\n\ndef headers(request):\n    return [\n";
  text += python::tuples(spec, fields, nonce, "        ") + "    ]\n";
  text += "\n\ndef security_headers(get_response):\n    def middleware(request):\n";
  if (makes_nonce) text += "        request.csp_nonce = secrets.token_urlsafe(16)\n";
  text += "        response = get_response(request)\n        for name, value in headers(request):\n";
  if (!added.empty()) {
    text += "            # The application's own values stay, too.\n            if name in (" + added +
            ") and name in response:\n                value = response[name] + \", \" + value\n";
  }
  return text + "            response[name] = value\n        return response\n\n    return middleware\n";
}

}  // namespace headstrong::emitters::django
