// What a target is: its record, and what its writer is given.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/emit.hpp"

// `headstrong::emit` is the public function, so the folder's namespace can't have the same name.
namespace headstrong::emitters {

inline constexpr std::string_view kNoncePlace = "{{nonce}}";

/// The values of one header name, in order. Views into the caller's HeaderSet, or into text that
/// emit() made by joining. `remarks` are the sentences to be written as comments above it.
struct HeaderValues {
  std::string_view name;
  std::vector<std::string_view> values;
  std::vector<std::string> remarks;
};

/// A browser drops a response whose header section is too long (Chromium: 256 KiB), and the
/// servers' own buffers are sized far below; half of it leaves room for what else the response
/// carries.
inline constexpr std::size_t kMaxSetBytes = 128 * 1024;

inline constexpr std::size_t kMaxNameBytes = 256;

/// A header that the target, or what stands in front of it, writes or reads by itself, and why it is left out. A name
/// that ends with '-' is the beginning of several.
struct LeftOutName {
  std::string_view name;
  std::string_view reason;
};

enum class Evidence { Server, Parser, None };

/// What happens to a name that occurs more than once.
enum class Repeats {
  Kept,    // as many fields
  Joined,  // one field "a, b": only for headers that are lists, where this means the same
};

/// A writer's view of one call.
class EmitCall {
 public:
  EmitCall(std::span<const HeaderValues> fields, std::span<const std::string> remarks, const EmitOptions& options,
           std::span<const TargetOption> known, std::string_view receiver_path = {})
      : fields_(fields), remarks_(remarks), options_(options), known_(known), receiver_path_(receiver_path) {}

  std::span<const HeaderValues> fields() const { return fields_; }
  /// What is to be said of the whole set, or of headers that are not in it.
  std::span<const std::string> remarks() const { return remarks_; }
  /// The value of an option of this target, or its default.
  std::string_view option(std::string_view name) const;
  /// Where violation reports are taken, such as "/csp-reports"; empty where no receiver was asked for.
  std::string_view receiver_path() const { return receiver_path_; }

 private:
  std::span<const HeaderValues> fields_;
  std::span<const std::string> remarks_;
  const EmitOptions& options_;
  std::span<const TargetOption> known_ = {};
  std::string_view receiver_path_;
};

/// Everything that is known of one target. emit() applies the limits; `examine` refuses what these
/// fields can't express, and warns; `write` only has to write what passed, with the remarks that
/// came of the warnings.
struct TargetSpec {
  std::string_view id = {};
  std::string_view name = {};
  Evidence evidence = Evidence::None;
  std::string_view check = {};
  std::string_view limits = {};
  std::string_view coverage = {};

  std::size_t max_name_bytes = kMaxNameBytes;             // longest name
  std::size_t max_value_bytes = 0;                        // longest value that is carried
  std::size_t max_set_bytes = kMaxSetBytes;               // longest sum of names and values, 4 a field more
  std::size_t max_fields = static_cast<std::size_t>(-1);  // largest number of fields in a set
  std::string_view empty_value_refusal = {};              // why an empty value can't be carried; empty: it can
  std::string_view non_ascii_refusal = {};                // the same for bytes above 0x7F
  std::string_view nonce_refusal = {};                    // why there can be no {{nonce}}; empty: there can
  Repeats repeats = Repeats::Kept;
  std::span<const LeftOutName> left_out_names = {};
  std::span<const TargetOption> options = {};

  bool has_comments = true;               // whether its language has comments
  std::string_view not_in_comments = {};  // two bytes that would end a comment or be replaced in it

  void (*examine)(const TargetSpec&, const EmitCall&, EmitResult&) = nullptr;
  void (*write)(const TargetSpec&, const EmitCall&, EmitResult&) = nullptr;
  /// Adds the file that takes violation reports at `path` (emit/receivers.hpp); null: there is none.
  void (*receiver)(std::string_view path, EmitResult& result) = nullptr;
};

/// emit() for a target that need not be one of the list.
EmitResult emit_for(const TargetSpec& spec, const HeaderSet& headers, const EmitOptions& options,
                    const std::vector<HeaderNote>& notes);

/// The record with that id, or null.
const TargetSpec* find_target(std::string_view id);
std::span<const TargetSpec* const> all_targets();

/// Makes `result` a refusal. The first one stays.
void refuse(EmitResult& result, std::string_view header, std::string_view reason);
void warn(EmitResult& result, std::string_view header, std::string_view message);

}  // namespace headstrong::emitters
