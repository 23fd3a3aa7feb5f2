#include "http/document/cloudfront_policy.hpp"

#include <string>
#include <vector>

#include "http/document/places.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace cloudfront_policy_detail {

class Reader {
 public:
  Reader(Document& document, Paste& paste) : document_(document), places_(document, paste) {}

  void read() {
    for (std::uint32_t i = 0; i < document_.size(); ++i) {
      const std::string_view key = document_.key(i);
      const bool part = is_like(key, "SecurityHeadersConfig") || is_like(key, "CustomHeadersConfig");
      if (!part || document_[i].kind != Node::Kind::Map || is_known(document_[i].parent)) continue;
      known_.push_back(document_[i].parent);
      if (!places_.begin("response headers policy" + name_of(document_[i].parent), i, 0)) continue;
      read_policy(document_[i].parent);
    }
    places_.finish(Places::Reach::Own);
  }

 private:
  bool is_known(std::uint32_t policy) const { return !known_.empty() && known_.back() == policy; }

  std::string name_of(std::uint32_t policy) {
    const std::string_view name = document_.text(document_.child_like(policy, "Name"));
    return name.empty() ? std::string() : " " + std::string(name);
  }

  void read_policy(std::uint32_t policy) {
    // In the order of the text, so that what is written behind the last stays behind it.
    for (std::uint32_t part = document_[policy].first; part != kNone; part = document_[part].next) {
      if (is_like(document_.key(part), "SecurityHeadersConfig")) read_security(part);
      if (is_like(document_.key(part), "CustomHeadersConfig")) read_custom(part);
    }
  }

  void read_security(std::uint32_t part) {
    for (std::uint32_t each = document_[part].first; each != kNone; each = document_[each].next) {
      if (document_[each].kind != Node::Kind::Map) continue;
      const std::string_view key = document_.key(each);
      if (is_like(key, "ContentSecurityPolicy")) add_option("Content-Security-Policy", each, "ContentSecurityPolicy");
      if (is_like(key, "ReferrerPolicy")) add_option("Referrer-Policy", each, "ReferrerPolicy");
      if (is_like(key, "FrameOptions")) add_option("X-Frame-Options", each, "FrameOption");
      if (is_like(key, "ContentTypeOptions")) places_.add_made("X-Content-Type-Options", "nosniff", each);
      if (is_like(key, "StrictTransportSecurity")) add_transport(each);
      if (is_like(key, "XSSProtection")) add_xss(each);
    }
  }

  void add_option(std::string_view name, std::uint32_t each, std::string_view option) {
    const std::uint32_t value = document_.child_like(each, option);
    places_.add(name, document_[each].key, value, each);
  }

  void add_transport(std::uint32_t each) {
    const std::uint32_t age = document_.child_like(each, "AccessControlMaxAgeSec");
    if (age == kNone) return;
    // A variable's age is not in the text.
    if (!document_.is_text(age)) return places_.add("Strict-Transport-Security", document_[each].key, age, each);
    std::string value = "max-age=" + std::string(document_.text(age));
    if (document_.is_true(document_.child_like(each, "IncludeSubdomains"))) value += "; includeSubDomains";
    if (document_.is_true(document_.child_like(each, "Preload"))) value += "; preload";
    places_.add_made("Strict-Transport-Security", std::move(value), each);
  }

  void add_xss(std::uint32_t each) {
    const bool on = document_.is_true(document_.child_like(each, "Protection"));
    std::string value = on ? "1" : "0";
    if (on && document_.is_true(document_.child_like(each, "ModeBlock"))) value += "; mode=block";
    const std::string_view report = document_.text(document_.child_like(each, "ReportUri"));
    if (on && !report.empty()) value += "; report=" + std::string(report);
    places_.add_made("X-XSS-Protection", std::move(value), each);
  }

  /// A list of items, or of Terraform a block for each.
  void read_custom(std::uint32_t part) {
    for (std::uint32_t items = document_[part].first; items != kNone; items = document_[items].next) {
      if (!is_like(document_.key(items), "Items")) continue;
      if (document_[items].kind == Node::Kind::Map) places_.add_pair(items, "Header", "Value");
      if (document_[items].kind != Node::Kind::List) continue;
      for (std::uint32_t item = document_[items].first; item != kNone; item = document_[item].next) {
        places_.add_pair(item, "Header", "Value");
      }
    }
  }

  Document& document_;
  Places places_;
  std::vector<std::uint32_t> known_;
};

}  // namespace cloudfront_policy_detail

void read_cloudfront_policies(Document& document, Paste& paste) {
  if (!document.broken) cloudfront_policy_detail::Reader(document, paste).read();
}

}  // namespace headstrong::http::document
