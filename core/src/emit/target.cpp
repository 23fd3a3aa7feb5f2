#include "emit/target.hpp"

#include "text/ascii.hpp"

namespace headstrong::emitters {

#define HEADSTRONG_TARGET(file) extern const TargetSpec k_##file##_target;
#include "emit/targets.def"
#undef HEADSTRONG_TARGET

namespace target_detail {

constexpr const TargetSpec* kTargets[] = {
#define HEADSTRONG_TARGET(file) &k_##file##_target,
#include "emit/targets.def"
#undef HEADSTRONG_TARGET
};

}  // namespace target_detail

std::span<const TargetSpec* const> all_targets() { return target_detail::kTargets; }

const TargetSpec* find_target(std::string_view id) {
  for (const TargetSpec* spec : target_detail::kTargets) {
    if (spec->id == id) return spec;
  }
  return nullptr;
}

std::string_view EmitCall::option(std::string_view name) const {
  for (auto given = options_.rbegin(); given != options_.rend(); ++given) {
    if (given->first == name) return given->second;
  }
  for (const TargetOption& known : known_) {
    if (known.name == name) return known.values.substr(0, known.values.find('|'));
  }
  return {};
}

void refuse(EmitResult& result, std::string_view header, std::string_view reason) {
  if (result.refusal) return;
  EmitRefusal refusal;
  refusal.header = header;
  refusal.reason = reason;
  result.refusal = std::move(refusal);
}

void warn(EmitResult& result, std::string_view header, std::string_view message) {
  EmitWarning warning;
  warning.header = header;
  warning.message = message;
  result.warnings.push_back(std::move(warning));
}

}  // namespace headstrong::emitters
