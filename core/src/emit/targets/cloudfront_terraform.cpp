// CloudFront: a response headers policy as a resource of Terraform.
#include <initializer_list>
#include <utility>

#include "emit/cloudfront.hpp"
#include "emit/comment.hpp"
#include "emit/json_rules.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace cloudfront_terraform {

using cloudfront::Part;

std::string hcl(std::string_view value) { return quote::literal(value, quote::Spelling::HclString); }
std::string truth(bool value) { return value ? "true" : "false"; }

std::string block(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string text = "    " + std::string(name) + " {\n";
  for (const auto& [member, value] : members) text += "      " + std::string(member) + " = " + value + "\n";
  return text + "      override = true\n    }\n";
}

std::string security(const HeaderValues& field) {
  const std::string_view value = field.values.front();
  switch (cloudfront::part_of(field.name)) {
    case Part::ContentSecurityPolicy:
      return block("content_security_policy", {{"content_security_policy", hcl(value)}});
    case Part::ContentTypeOptions: return block("content_type_options", {});
    case Part::FrameOptions: return block("frame_options", {{"frame_option", hcl(value)}});
    case Part::ReferrerPolicy: return block("referrer_policy", {{"referrer_policy", hcl(value)}});
    case Part::TransportSecurity: {
      const cloudfront::Transport parts = cloudfront::transport(value);
      return block("strict_transport_security", {{"access_control_max_age_sec", std::string(parts.max_age)},
                                                 {"include_subdomains", truth(parts.subdomains)},
                                                 {"preload", truth(parts.preload)}});
    }
    case Part::XssProtection: {
      const cloudfront::Xss parts = cloudfront::xss(value);
      if (!parts.on) return block("xss_protection", {{"protection", "false"}});
      return block("xss_protection", {{"protection", "true"}, {"mode_block", truth(parts.block)}});
    }
    case Part::Custom: break;
  }
  return {};
}

void examine(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  cloudfront::examine(spec, call, result);
  for (const HeaderValues& field : call.fields()) {
    if (quote::carries(field.values.front(), quote::Spelling::HclString)) continue;
    refuse(result, field.name, "Terraform's language can't express a $ or a % before one that opens a brace");
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string settings;
  std::string custom;
  for (const HeaderValues& field : call.fields()) {
    const bool own = cloudfront::part_of(field.name) == Part::Custom;
    if (!own) settings += remark_lines(spec, "    # ", field) + security(field);
    if (!own) continue;
    custom += remark_lines(spec, "    # ", field);
    custom += block("items", {{"header", hcl(field.name)}, {"value", hcl(field.values.front())}});
  }
  std::string text = opening(spec, "# ", call) +
                     "resource \"aws_cloudfront_response_headers_policy\" \"headstrong\" {\n"
                     "  name = \"headstrong-headers\"\n";
  if (!settings.empty()) text += "  security_headers_config {\n" + settings + "  }\n";
  if (!custom.empty()) text += "  custom_headers_config {\n" + custom + "  }\n";
  result.files.push_back({"headstrong_headers.tf",
                          "next to your distribution; in each of its behaviors: "
                          "response_headers_policy_id = "
                          "aws_cloudfront_response_headers_policy.headstrong.id",
                          text + "}\n"});
}

}  // namespace cloudfront_terraform

extern constexpr TargetSpec k_cloudfront_terraform_target = {
    .id = "cloudfront-terraform",
    .name = "CloudFront (Terraform)",
    .evidence = Evidence::Parser,
    .check = "terraform validate",
    .limits = cloudfront::kLimits,
    .coverage = cloudfront::kCoverage,
    .max_value_bytes = cloudfront::kMaxValue,
    .max_set_bytes = cloudfront::kMaxSet,
    .empty_value_refusal = "CloudFront doesn't accept an empty value",
    .non_ascii_refusal = "we don't know how CloudFront handles bytes outside ASCII",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .left_out_names = cloudfront::kLeftOutNames,
    .examine = cloudfront_terraform::examine,
    .write = cloudfront_terraform::write,
};

}  // namespace headstrong::emitters
