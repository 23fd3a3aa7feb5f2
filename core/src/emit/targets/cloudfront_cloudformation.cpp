// CloudFront: a response headers policy as a resource of CloudFormation.
#include <initializer_list>
#include <utility>

#include "emit/cloudfront.hpp"
#include "emit/comment.hpp"
#include "emit/json_rules.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace cloudfront_cloudformation {

using cloudfront::Part;

std::string yaml(std::string_view value) { return quote::literal(value, quote::Spelling::YamlDouble); }
std::string truth(bool value) { return value ? "true" : "false"; }

std::string setting(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string text = "          " + std::string(name) + ":\n            Override: true\n";
  for (const auto& [member, value] : members) text += "            " + std::string(member) + ": " + value + "\n";
  return text;
}

std::string security(const HeaderValues& field) {
  const std::string_view value = field.values.front();
  switch (cloudfront::part_of(field.name)) {
    case Part::ContentSecurityPolicy: return setting("ContentSecurityPolicy", {{"ContentSecurityPolicy", yaml(value)}});
    case Part::ContentTypeOptions: return setting("ContentTypeOptions", {});
    case Part::FrameOptions: return setting("FrameOptions", {{"FrameOption", std::string(value)}});
    case Part::ReferrerPolicy: return setting("ReferrerPolicy", {{"ReferrerPolicy", std::string(value)}});
    case Part::TransportSecurity: {
      const cloudfront::Transport parts = cloudfront::transport(value);
      return setting("StrictTransportSecurity", {{"AccessControlMaxAgeSec", std::string(parts.max_age)},
                                                 {"IncludeSubdomains", truth(parts.subdomains)},
                                                 {"Preload", truth(parts.preload)}});
    }
    case Part::XssProtection: {
      const cloudfront::Xss parts = cloudfront::xss(value);
      if (!parts.on) return setting("XSSProtection", {{"Protection", "false"}});
      return setting("XSSProtection", {{"Protection", "true"}, {"ModeBlock", truth(parts.block)}});
    }
    case Part::Custom: break;
  }
  return {};
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string settings;
  std::string custom;
  for (const HeaderValues& field : call.fields()) {
    const bool own = cloudfront::part_of(field.name) == Part::Custom;
    if (!own) settings += remark_lines(spec, "          # ", field) + security(field);
    if (!own) continue;
    custom += remark_lines(spec, "            # ", field);
    custom += "            - Header: " + yaml(field.name) + "\n              Value: " + yaml(field.values.front()) +
              "\n              Override: true\n";
  }
  std::string text = opening(spec, "# ", call) +
                     "Resources:\n  HeadstrongHeaders:\n    Type: AWS::CloudFront::ResponseHeadersPolicy\n"
                     "    Properties:\n      ResponseHeadersPolicyConfig:\n        Name: headstrong-headers\n";
  if (!settings.empty()) text += "        SecurityHeadersConfig:\n" + settings;
  if (!custom.empty()) text += "        CustomHeadersConfig:\n          Items:\n" + custom;
  result.files.push_back({"headstrong-headers.yaml",
                          "a template; in each behavior of the distribution: ResponseHeadersPolicyId: !Ref "
                          "HeadstrongHeaders",
                          std::move(text)});
}

}  // namespace cloudfront_cloudformation

extern constexpr TargetSpec k_cloudfront_cloudformation_target = {
    .id = "cloudfront-cloudformation",
    .name = "CloudFront (CloudFormation)",
    .evidence = Evidence::Parser,
    .check = "aws cloudformation validate-template --template-body file://headstrong-headers.yaml",
    .limits = cloudfront::kLimits,
    .coverage = cloudfront::kCoverage,
    .max_value_bytes = cloudfront::kMaxValue,
    .max_set_bytes = cloudfront::kMaxSet,
    .empty_value_refusal = "CloudFront doesn't accept an empty value",
    .non_ascii_refusal = "we don't know how CloudFront handles bytes outside ASCII",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .left_out_names = cloudfront::kLeftOutNames,
    .examine = cloudfront::examine,
    .write = cloudfront_cloudformation::write,
};

}  // namespace headstrong::emitters
