#include "harden/merge.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <map>
#include <utility>

#include "grammar/header_names.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::writing {
namespace merge_detail {

using http::HeaderName;

/// The headers of which a hardened set says all there is to say, even by leaving them out.
constexpr HeaderName kSpokenOf[] = {HeaderName::ContentSecurityPolicy,
                                    HeaderName::ContentSecurityPolicyReportOnly,
                                    HeaderName::ReportingEndpoints,
                                    HeaderName::ReportTo,
                                    HeaderName::StrictTransportSecurity,
                                    HeaderName::XContentTypeOptions,
                                    HeaderName::XFrameOptions,
                                    HeaderName::ReferrerPolicy,
                                    HeaderName::PermissionsPolicy,
                                    HeaderName::FeaturePolicy,
                                    HeaderName::CrossOriginOpenerPolicy,
                                    HeaderName::CrossOriginOpenerPolicyReportOnly,
                                    HeaderName::CrossOriginEmbedderPolicy,
                                    HeaderName::CrossOriginEmbedderPolicyReportOnly,
                                    HeaderName::CrossOriginResourcePolicy,
                                    HeaderName::IntegrityPolicy,
                                    HeaderName::IntegrityPolicyReportOnly,
                                    HeaderName::DocumentPolicy,
                                    HeaderName::OriginAgentCluster,
                                    HeaderName::ClearSiteData};

/// The fields of one name: the set's values, and how far they have been placed.
struct Group {
  std::string_view name;
  std::vector<std::string_view> values;
  bool kept = false;     // the response has these very values: nothing is to be written
  bool in_turn = false;  // the values stand for the response's fields, one for each, wherever they are
  bool placed = false;
  std::size_t seen = 0;  // fields of that name in the response
  bool differs = false;  // one of them has another value
  std::size_t used = 0;  // how many of the values stand where fields of this name stood
  std::size_t last = 0;  // the last field of the first run of that name
};

class Groups {
 public:
  explicit Groups(const HeaderSet& set) {
    for (const HeaderName name : kSpokenOf) known_[static_cast<std::size_t>(name)] = &new_group();
    for (const Header& header : set) {
      Group*& group = slot(header.name);
      if (group == nullptr) group = &new_group();
      if (group->values.empty()) {
        group->name = header.name;
        in_order_.push_back(group);
      }
      group->values.push_back(header.value);
    }
  }

  /// The group that speaks of a header; null where none does.
  Group* of(std::string_view name) {
    const HeaderName known = http::header_name(name);
    if (known != HeaderName::Unknown) return known_[static_cast<std::size_t>(known)];
    if (others_.empty()) return nullptr;
    const auto found = others_.find(text::lowered(name));
    return found == others_.end() ? nullptr : found->second;
  }

  /// Finds out which groups say what the response says already. Cookies are sent one by one, so their
  /// fields need not stand together.
  void compare_with(const http::Response& response) {
    for (const http::Field& field : response.fields) {
      Group* group = field.from_meta ? nullptr : of(field.name);
      if (group == nullptr) continue;
      const bool same = group->seen < group->values.size() && group->values[group->seen] == field.value.text();
      group->differs = group->differs || !same;
      ++group->seen;
    }
    for (Group& group : all_) {
      if (group.values.empty()) continue;
      const bool one_each = group.seen == group.values.size();
      group.in_turn = http::header_name(group.name) == HeaderName::SetCookie;
      if (!one_each && !group.in_turn) continue;
      group.kept = !one_each || !group.differs;  // cookies of another response replace none
      group.placed = group.kept;
      if (group.kept) group.used = group.values.size();
    }
  }

  /// Those with values, in the order of the set.
  const std::vector<Group*>& in_order() const { return in_order_; }

 private:
  Group& new_group() {
    all_.emplace_back();
    return all_.back();
  }
  Group*& slot(std::string_view name) {
    const HeaderName known = http::header_name(name);
    if (known != HeaderName::Unknown) return known_[static_cast<std::size_t>(known)];
    return others_[text::lowered(name)];
  }

  std::list<Group> all_;  // a list: pointers outlive its growth
  std::array<Group*, http::kHeaderNameCount> known_{};
  std::map<std::string, Group*> others_;
  std::vector<Group*> in_order_;
};

/// Fields of one name that follow each other take the set's values one by one; later ones go.
Step step_of(Group& group, std::size_t index) {
  if (group.kept) return {};
  const bool goes_on = group.in_turn || !group.placed || group.last + 1 == index;
  group.placed = true;
  if (!goes_on) return {Step::Act::Remove, {}};
  group.last = index;
  if (group.used == group.values.size()) return {Step::Act::Remove, {}};
  return {Step::Act::Set, group.values[group.used++]};
}

/// Fields that go though no set speaks of them: what lets every sandboxed frame read the response, unless the set has
/// its own.
bool is_for_null(const http::Field& field, bool allows_null) {
  const HeaderName name = http::header_name(field.name);
  if (name == HeaderName::AccessControlAllowOrigin) return text::trim(field.value.text()) == "null";
  return allows_null && name == HeaderName::AccessControlAllowCredentials;
}

bool has_upper_case(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return text::to_lower(c) != c; });
}

}  // namespace merge_detail

Merge merge(const http::Response& response, const HeaderSet& set) {
  using merge_detail::Group;
  merge_detail::Groups groups(set);
  groups.compare_with(response);
  Merge merge;
  bool lower_case = true;  // as HTTP/2 has all names
  const bool allows_null = std::any_of(response.fields.begin(), response.fields.end(), [&](const http::Field& field) {
    return !field.from_meta && groups.of(field.name) == nullptr && merge_detail::is_for_null(field, false);
  });
  for (const http::Field& field : response.fields) {
    if (field.from_meta) continue;
    lower_case = lower_case && !merge_detail::has_upper_case(field.name);
    Group* group = groups.of(field.name);
    if (group != nullptr) merge.steps.push_back(merge_detail::step_of(*group, merge.fields.size()));
    else if (merge_detail::is_for_null(field, allows_null)) merge.steps.push_back({Step::Act::Remove, {}});
    else merge.steps.push_back({});
    merge.fields.push_back(&field);
  }
  lower_case = lower_case && !merge.fields.empty();
  std::vector<Insertion> within;
  for (const Group* group : groups.in_order()) {
    for (std::size_t i = group->used; i < group->values.size(); ++i) {
      if (group->placed) {
        const std::string name(merge.fields[group->last]->name);
        within.push_back({group->last, {name, group->values[i]}});
      } else {
        const std::string name = lower_case ? text::lowered(group->name) : std::string(group->name);
        merge.at_end.push_back({name, group->values[i]});
      }
    }
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return within[a].after < within[b].after; };
  for (const std::uint32_t index : text::ordered(within.size(), before)) {
    merge.within.push_back(std::move(within[index]));
  }
  return merge;
}

std::vector<std::string_view> written_values(const Merge& merge) {
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < merge.fields.size(); ++i) {
    const Step& step = merge.steps[i];
    const bool changes = step.act == Step::Act::Set && step.value != merge.fields[i]->value.text();
    if (changes) values.push_back(step.value);
  }
  for (const Insertion& insertion : merge.within) values.push_back(insertion.field.value);
  for (const NewField& field : merge.at_end) values.push_back(field.value);
  return values;
}

bool writes_nonce(const Merge& merge) {
  const std::vector<std::string_view> values = written_values(merge);
  return std::any_of(values.begin(), values.end(),
                     [](std::string_view value) { return value.find("{{nonce}}") != std::string_view::npos; });
}

}  // namespace headstrong::writing
