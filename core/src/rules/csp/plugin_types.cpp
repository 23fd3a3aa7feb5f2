#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_plugin_types {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_obsolete(context, sink, csp::DirectiveName::PluginTypes); }

extern const RuleSpec kRule = {
    {
        .id = "csp/plugin-types",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "plugin-types is obsolete",
        .message = "{0} has no effect in current browsers.",
        .why = "Browsers removed the directive together with plugins. It restricts nothing: only "
               "object-src controls <object> and <embed>.",
        .advice = "Remove it and write object-src 'none'.",
        .references = {"https://www.w3.org/TR/CSP3/#changes-from-level-2"},
        .bad = "object-src 'none'; plugin-types application/pdf",
        .good = "object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_plugin_types
