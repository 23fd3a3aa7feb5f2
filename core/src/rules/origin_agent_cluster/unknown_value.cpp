#include "headers/field_value.hpp"
#include "headers/origin_agent_cluster.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::origin_agent_cluster_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::OriginAgentCluster);
  if (fields.empty()) return;
  const headers::FieldValue value(*context.response.response, fields);
  if (!(headers::parse_origin_agent_cluster(value.text()) == headers::OriginAgentCluster::Ignored)) return;
  sink.at(value, value.text()).arguments = {value.text().empty() ? "An empty value" : std::string(value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "origin-agent-cluster/unknown-value",
        .header = "Origin-Agent-Cluster",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Origin-Agent-Cluster is invalid and does nothing",
        .message = "{0} is not ?1 or ?0, the only two values.",
        .why = "Browsers use their default instead: Chromium separates the page from its "
               "subdomains, Firefox and Safari (WebKit) don't.",
        .advice = "Send Origin-Agent-Cluster: ?1.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#origin-keyed-agent-clusters",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Origin-Agent-Cluster"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nOrigin-Agent-Cluster: 1\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nOrigin-Agent-Cluster: ?1\n",
    },
    check,
};

}  // namespace headstrong::rules::origin_agent_cluster_unknown_value
