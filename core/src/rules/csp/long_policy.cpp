#include "rules/rule.hpp"

namespace headstrong::rules::csp_long_policy {

void check(const Context& context, Sink& sink) {
  constexpr std::size_t kLong = 4096;
  constexpr std::size_t kVeryLong = 8192;
  for (const csp::Policy& policy : context.response.policies) {
    const std::size_t size = policy.text.size();
    if (size <= kLong || policy.delivery == csp::Delivery::Meta) continue;
    sink.at(policy, policy.directives.front().name_span).arguments = {
        std::to_string(size), std::to_string(size > kVeryLong ? kVeryLong : kLong)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/long-policy",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "The policy is very long",
        .message = "The policy has {0} bytes, more than {1}.",
        .why = "Servers and proxies limit the total size of response headers: nginx as a proxy "
               "takes 4 or 8 KiB by default and answers 502 beyond that, CloudFront 20 KiB, "
               "Node.js clients 16 KiB. And nobody reads a long policy.",
        .advice = "Trust scripts by nonce and 'strict-dynamic' instead of listing hosts, and "
                  "remove directives that repeat default-src.",
        .references = {"https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size",
                       "https://nodejs.org/api/cli.html#--max-http-header-sizesize"},
        .bad = "img-src https://images-0.site.example/pictures/of/the/season/ "
               "https://images-1.site.example/pictures/of/the/season/ "
               "https://images-2.site.example/pictures/of/the/season/ "
               "https://images-3.site.example/pictures/of/the/season/ "
               "https://images-4.site.example/pictures/of/the/season/ "
               "https://images-5.site.example/pictures/of/the/season/ "
               "https://images-6.site.example/pictures/of/the/season/ "
               "https://images-7.site.example/pictures/of/the/season/ "
               "https://images-8.site.example/pictures/of/the/season/ "
               "https://images-9.site.example/pictures/of/the/season/ "
               "https://images-10.site.example/pictures/of/the/season/ "
               "https://images-11.site.example/pictures/of/the/season/ "
               "https://images-12.site.example/pictures/of/the/season/ "
               "https://images-13.site.example/pictures/of/the/season/ "
               "https://images-14.site.example/pictures/of/the/season/ "
               "https://images-15.site.example/pictures/of/the/season/ "
               "https://images-16.site.example/pictures/of/the/season/ "
               "https://images-17.site.example/pictures/of/the/season/ "
               "https://images-18.site.example/pictures/of/the/season/ "
               "https://images-19.site.example/pictures/of/the/season/ "
               "https://images-20.site.example/pictures/of/the/season/ "
               "https://images-21.site.example/pictures/of/the/season/ "
               "https://images-22.site.example/pictures/of/the/season/ "
               "https://images-23.site.example/pictures/of/the/season/ "
               "https://images-24.site.example/pictures/of/the/season/ "
               "https://images-25.site.example/pictures/of/the/season/ "
               "https://images-26.site.example/pictures/of/the/season/ "
               "https://images-27.site.example/pictures/of/the/season/ "
               "https://images-28.site.example/pictures/of/the/season/ "
               "https://images-29.site.example/pictures/of/the/season/ "
               "https://images-30.site.example/pictures/of/the/season/ "
               "https://images-31.site.example/pictures/of/the/season/ "
               "https://images-32.site.example/pictures/of/the/season/ "
               "https://images-33.site.example/pictures/of/the/season/ "
               "https://images-34.site.example/pictures/of/the/season/ "
               "https://images-35.site.example/pictures/of/the/season/ "
               "https://images-36.site.example/pictures/of/the/season/ "
               "https://images-37.site.example/pictures/of/the/season/ "
               "https://images-38.site.example/pictures/of/the/season/ "
               "https://images-39.site.example/pictures/of/the/season/ "
               "https://images-40.site.example/pictures/of/the/season/ "
               "https://images-41.site.example/pictures/of/the/season/ "
               "https://images-42.site.example/pictures/of/the/season/ "
               "https://images-43.site.example/pictures/of/the/season/ "
               "https://images-44.site.example/pictures/of/the/season/ "
               "https://images-45.site.example/pictures/of/the/season/ "
               "https://images-46.site.example/pictures/of/the/season/ "
               "https://images-47.site.example/pictures/of/the/season/ "
               "https://images-48.site.example/pictures/of/the/season/ "
               "https://images-49.site.example/pictures/of/the/season/ "
               "https://images-50.site.example/pictures/of/the/season/ "
               "https://images-51.site.example/pictures/of/the/season/ "
               "https://images-52.site.example/pictures/of/the/season/ "
               "https://images-53.site.example/pictures/of/the/season/ "
               "https://images-54.site.example/pictures/of/the/season/ "
               "https://images-55.site.example/pictures/of/the/season/ "
               "https://images-56.site.example/pictures/of/the/season/ "
               "https://images-57.site.example/pictures/of/the/season/ "
               "https://images-58.site.example/pictures/of/the/season/ "
               "https://images-59.site.example/pictures/of/the/season/ "
               "https://images-60.site.example/pictures/of/the/season/ "
               "https://images-61.site.example/pictures/of/the/season/ "
               "https://images-62.site.example/pictures/of/the/season/ "
               "https://images-63.site.example/pictures/of/the/season/ "
               "https://images-64.site.example/pictures/of/the/season/ "
               "https://images-65.site.example/pictures/of/the/season/ "
               "https://images-66.site.example/pictures/of/the/season/ "
               "https://images-67.site.example/pictures/of/the/season/ "
               "https://images-68.site.example/pictures/of/the/season/ "
               "https://images-69.site.example/pictures/of/the/season/ "
               "https://images-70.site.example/pictures/of/the/season/ "
               "https://images-71.site.example/pictures/of/the/season/ "
               "https://images-72.site.example/pictures/of/the/season/ "
               "https://images-73.site.example/pictures/of/the/season/ "
               "https://images-74.site.example/pictures/of/the/season/ "
               "https://images-75.site.example/pictures/of/the/season/ "
               "https://images-76.site.example/pictures/of/the/season/ "
               "https://images-77.site.example/pictures/of/the/season/ "
               "https://images-78.site.example/pictures/of/the/season/ "
               "https://images-79.site.example/pictures/of/the/season/",
        .good = "img-src https://*.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_long_policy
