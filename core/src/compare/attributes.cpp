#include "compare/attributes.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "compare/named_hosts.hpp"
#include "grammar/base64.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {

bool Attributes::include(const Attributes& other) const {
  return (other.nonce.empty() || other.nonce == nonce) && (other.integrity.empty() || other.integrity == integrity) &&
         (other.content_hash.empty() || other.content_hash == content_hash) &&
         (other.parser_inserted || !parser_inserted);
}

namespace attributes_detail {

constexpr std::size_t kMostNonces = 24;

class Carried {
 public:
  Carried(const Vocabulary& words, RequestType type, TestRequests& out) : words_(words), type_(type), out_(out) {}

  void add() {
    out_.attributes.push_back({});
    const bool inline_code = request_needs(type_) == RequestNeeds::Content;
    const std::vector<std::string> hashes = hashes_to_carry(inline_code);
    const std::vector<std::string_view> nonces = nonces_to_carry();
    const auto carry = [&](std::string_view nonce, std::string_view hash, bool inserted) {
      Attributes attributes;
      attributes.nonce = nonce;
      (inline_code ? attributes.content_hash : attributes.integrity) = hash;
      attributes.parser_inserted = !inserted;
      if (!attributes.none()) out_.attributes.push_back(attributes);
    };
    const bool can_be_inserted = type_ == RequestType::Script || type_ == RequestType::InlineScript;
    if (can_be_inserted) carry("", "", true);
    // The first few are tried on every place, the rest where any place will do.
    for (std::size_t i = 0; i < std::max(nonces.size(), hashes.size()); ++i) {
      if (i < nonces.size()) carry(nonces[i], "", false);
      if (i < hashes.size()) carry("", hashes[i], false);
      if (i == 2) out_.full_attributes = out_.attributes.size();
    }
    if (out_.full_attributes == 0) out_.full_attributes = out_.attributes.size();
    if (words_.several) add_pairs(nonces, hashes, can_be_inserted, carry);
  }

 private:
  bool takes_nonce() const {
    switch (type_) {
      case RequestType::Script:
      case RequestType::Style:
      case RequestType::InlineScript:
      case RequestType::InlineStyle:
      case RequestType::StyleAttribute: return true;
      default: return false;
    }
  }
  bool takes_integrity() const { return type_ == RequestType::Script; }

  /// A hash as integrity metadata or a digest of code spell it; empty where no code can have it.
  static std::string hash_text(std::string_view hash, bool of_code) {
    const std::size_t dash = hash.find_first_of("0123456789") + 3;
    if (dash >= hash.size()) return {};
    std::string name;
    for (const char c : text::lowered(hash.substr(0, dash))) {
      if (c != '-') name += c;  // 'sha-256-V' is a hash to Chromium
    }
    const std::string_view value = hash.substr(dash + 1);
    std::string bytes;
    if (!grammar::base64_decode(value, bytes)) return {};
    const std::size_t wanted = name == "sha256" ? 32 : name == "sha384" ? 48 : 64;
    if (bytes.size() != wanted) return {};  // nothing has such a digest
    if (!of_code) return name + "-" + std::string(value);
    return name + "-" + grammar::base64_encode(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }

  /// The hashes that an element can have, each once.
  std::vector<std::string> hashes_to_carry(bool of_code) {
    std::vector<std::string> hashes;
    if (!of_code && !takes_integrity()) return hashes;
    for (const std::string_view hash : words_.hashes) {
      if (hashes.size() == kMostNonces) {
        out_.incomplete = true;
        break;
      }
      const std::string text = hash_text(hash, of_code);
      if (!text.empty()) add_once(hashes, text);
    }
    return hashes;
  }

  std::vector<std::string_view> nonces_to_carry() {
    if (!takes_nonce()) return {};
    std::vector<std::string_view> nonces = words_.nonces;
    if (nonces.size() > kMostNonces) {
      nonces.resize(kMostNonces);
      out_.incomplete = true;
    }
    return nonces;
  }

  /// Where several lists have a say, one may want the nonce and another the hash.
  template <class Carry>
  static void add_pairs(const std::vector<std::string_view>& nonces, const std::vector<std::string>& hashes,
                        bool can_be_inserted, Carry carry) {
    constexpr std::size_t kPaired = 4;
    for (std::size_t n = 0; n < std::min(nonces.size(), kPaired); ++n) {
      if (can_be_inserted) carry(nonces[n], "", true);
      for (std::size_t h = 0; h < std::min(hashes.size(), kPaired); ++h) {
        carry(nonces[n], hashes[h], false);
        if (can_be_inserted) carry(nonces[n], hashes[h], true);
      }
    }
    for (std::size_t h = 0; can_be_inserted && h < std::min(hashes.size(), kPaired); ++h) carry("", hashes[h], true);
  }

  const Vocabulary& words_;
  const RequestType type_;
  TestRequests& out_;
};

}  // namespace attributes_detail

void add_attributes(const Vocabulary& words, RequestType type, TestRequests& out) {
  attributes_detail::Carried(words, type, out).add();
}

}  // namespace headstrong::decide
