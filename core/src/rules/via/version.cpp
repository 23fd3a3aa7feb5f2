#include "grammar/comma_list.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::via_version {

std::string_view without_brackets(std::string_view comment) { return comment.substr(1, comment.find(')') - 1); }

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::Via)) {
    const text::MappedText& value = context.response.field(field).value;
    grammar::CommaList list(value.text());
    std::string_view item;
    while (list.next(item)) {
      // The protocol's own version stands before the first blank.
      const std::size_t blank = item.find(' ');
      if (blank == std::string_view::npos) continue;
      const std::string_view proxy = text::trim(item.substr(blank));
      const std::size_t comment = proxy.find('(');
      const std::string_view product =
          comment == std::string_view::npos ? proxy : text::trim(without_brackets(proxy.substr(comment)));
      const bool slash = product.find('/') != std::string_view::npos;
      if (!slash || !leak_rules::tells_version(product)) continue;
      sink.at(field, value.to_source(product)).arguments = {std::string(product)};
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "via/version",
        .header = "Via",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Via reveals a proxy's version",
        .message = "Via shows {0} to everybody.",
        .why = "Attackers search for versions with known holes, and the number saves them the "
               "guess.",
        .advice = "Let the proxy send a name without a version, such as Via: 1.1 proxy.",
        .references = {"https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3",
                       "https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nVia: 1.1 proxy7 "
               "(squid/3.5.20)\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nVia: 1.1 varnish\n",
    },
    check,
};

}  // namespace headstrong::rules::via_version
