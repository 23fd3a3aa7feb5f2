#include "grammar/sha2.hpp"

#include <cstring>

namespace headstrong::grammar {
namespace sha2_detail {

// The constants are the fractional parts of the roots of the first primes (FIPS 180-4, 4.2 and 5.3).
constexpr std::array<std::uint32_t, 64> kRound256 = {
    0x428A2F98u, 0x71374491u, 0xB5C0FBCFu, 0xE9B5DBA5u, 0x3956C25Bu, 0x59F111F1u, 0x923F82A4u, 0xAB1C5ED5u,
    0xD807AA98u, 0x12835B01u, 0x243185BEu, 0x550C7DC3u, 0x72BE5D74u, 0x80DEB1FEu, 0x9BDC06A7u, 0xC19BF174u,
    0xE49B69C1u, 0xEFBE4786u, 0x0FC19DC6u, 0x240CA1CCu, 0x2DE92C6Fu, 0x4A7484AAu, 0x5CB0A9DCu, 0x76F988DAu,
    0x983E5152u, 0xA831C66Du, 0xB00327C8u, 0xBF597FC7u, 0xC6E00BF3u, 0xD5A79147u, 0x06CA6351u, 0x14292967u,
    0x27B70A85u, 0x2E1B2138u, 0x4D2C6DFCu, 0x53380D13u, 0x650A7354u, 0x766A0ABBu, 0x81C2C92Eu, 0x92722C85u,
    0xA2BFE8A1u, 0xA81A664Bu, 0xC24B8B70u, 0xC76C51A3u, 0xD192E819u, 0xD6990624u, 0xF40E3585u, 0x106AA070u,
    0x19A4C116u, 0x1E376C08u, 0x2748774Cu, 0x34B0BCB5u, 0x391C0CB3u, 0x4ED8AA4Au, 0x5B9CCA4Fu, 0x682E6FF3u,
    0x748F82EEu, 0x78A5636Fu, 0x84C87814u, 0x8CC70208u, 0x90BEFFFAu, 0xA4506CEBu, 0xBEF9A3F7u, 0xC67178F2u};
constexpr std::array<std::uint64_t, 80> kRound512 = {
    0x428A2F98D728AE22ULL, 0x7137449123EF65CDULL, 0xB5C0FBCFEC4D3B2FULL, 0xE9B5DBA58189DBBCULL, 0x3956C25BF348B538ULL,
    0x59F111F1B605D019ULL, 0x923F82A4AF194F9BULL, 0xAB1C5ED5DA6D8118ULL, 0xD807AA98A3030242ULL, 0x12835B0145706FBEULL,
    0x243185BE4EE4B28CULL, 0x550C7DC3D5FFB4E2ULL, 0x72BE5D74F27B896FULL, 0x80DEB1FE3B1696B1ULL, 0x9BDC06A725C71235ULL,
    0xC19BF174CF692694ULL, 0xE49B69C19EF14AD2ULL, 0xEFBE4786384F25E3ULL, 0x0FC19DC68B8CD5B5ULL, 0x240CA1CC77AC9C65ULL,
    0x2DE92C6F592B0275ULL, 0x4A7484AA6EA6E483ULL, 0x5CB0A9DCBD41FBD4ULL, 0x76F988DA831153B5ULL, 0x983E5152EE66DFABULL,
    0xA831C66D2DB43210ULL, 0xB00327C898FB213FULL, 0xBF597FC7BEEF0EE4ULL, 0xC6E00BF33DA88FC2ULL, 0xD5A79147930AA725ULL,
    0x06CA6351E003826FULL, 0x142929670A0E6E70ULL, 0x27B70A8546D22FFCULL, 0x2E1B21385C26C926ULL, 0x4D2C6DFC5AC42AEDULL,
    0x53380D139D95B3DFULL, 0x650A73548BAF63DEULL, 0x766A0ABB3C77B2A8ULL, 0x81C2C92E47EDAEE6ULL, 0x92722C851482353BULL,
    0xA2BFE8A14CF10364ULL, 0xA81A664BBC423001ULL, 0xC24B8B70D0F89791ULL, 0xC76C51A30654BE30ULL, 0xD192E819D6EF5218ULL,
    0xD69906245565A910ULL, 0xF40E35855771202AULL, 0x106AA07032BBD1B8ULL, 0x19A4C116B8D2D0C8ULL, 0x1E376C085141AB53ULL,
    0x2748774CDF8EEB99ULL, 0x34B0BCB5E19B48A8ULL, 0x391C0CB3C5C95A63ULL, 0x4ED8AA4AE3418ACBULL, 0x5B9CCA4F7763E373ULL,
    0x682E6FF3D6B2B8A3ULL, 0x748F82EE5DEFB2FCULL, 0x78A5636F43172F60ULL, 0x84C87814A1F0AB72ULL, 0x8CC702081A6439ECULL,
    0x90BEFFFA23631E28ULL, 0xA4506CEBDE82BDE9ULL, 0xBEF9A3F7B2C67915ULL, 0xC67178F2E372532BULL, 0xCA273ECEEA26619CULL,
    0xD186B8C721C0C207ULL, 0xEADA7DD6CDE0EB1EULL, 0xF57D4F7FEE6ED178ULL, 0x06F067AA72176FBAULL, 0x0A637DC5A2C898A6ULL,
    0x113F9804BEF90DAEULL, 0x1B710B35131C471BULL, 0x28DB77F523047D84ULL, 0x32CAAB7B40C72493ULL, 0x3C9EBE0A15C9BEBCULL,
    0x431D67C49C100D4CULL, 0x4CC5D4BECB3E42B6ULL, 0x597F299CFC657E2AULL, 0x5FCB6FAB3AD6FAECULL, 0x6C44198C4A475817ULL};
constexpr std::array<std::uint32_t, 8> kStart256 = {0x6A09E667u, 0xBB67AE85u, 0x3C6EF372u, 0xA54FF53Au,
                                                    0x510E527Fu, 0x9B05688Cu, 0x1F83D9ABu, 0x5BE0CD19u};
constexpr std::array<std::uint64_t, 8> kStart384 = {0xCBBB9D5DC1059ED8ULL, 0x629A292A367CD507ULL, 0x9159015A3070DD17ULL,
                                                    0x152FECD8F70E5939ULL, 0x67332667FFC00B31ULL, 0x8EB44A8768581511ULL,
                                                    0xDB0C2E0D64F98FA7ULL, 0x47B5481DBEFA4FA4ULL};
constexpr std::array<std::uint64_t, 8> kStart512 = {0x6A09E667F3BCC908ULL, 0xBB67AE8584CAA73BULL, 0x3C6EF372FE94F82BULL,
                                                    0xA54FF53A5F1D36F1ULL, 0x510E527FADE682D1ULL, 0x9B05688C2B3E6C1FULL,
                                                    0x1F83D9ABFB41BD6BULL, 0x5BE0CD19137E2179ULL};

/// What SHA-256 and SHA-512 differ in: word, rounds and rotations (FIPS 180-4, 4.1).
struct Sha256Shape {
  using Word = std::uint32_t;
  static constexpr std::size_t kRounds = 64;
  static constexpr const std::array<Word, 64>& kConstants = kRound256;
  static constexpr int kBig0[] = {2, 13, 22};
  static constexpr int kBig1[] = {6, 11, 25};
  static constexpr int kSmall0[] = {7, 18, 3};
  static constexpr int kSmall1[] = {17, 19, 10};
};
struct Sha512Shape {
  using Word = std::uint64_t;
  static constexpr std::size_t kRounds = 80;
  static constexpr const std::array<Word, 80>& kConstants = kRound512;
  static constexpr int kBig0[] = {28, 34, 39};
  static constexpr int kBig1[] = {14, 18, 41};
  static constexpr int kSmall0[] = {1, 8, 7};
  static constexpr int kSmall1[] = {19, 61, 6};
};

template <class Shape>
class Sha2 {
 public:
  using Word = typename Shape::Word;
  static constexpr std::size_t kBlock = 16 * sizeof(Word);

  explicit Sha2(const std::array<Word, 8>& start) : state_(start) {}

  template <std::size_t Size>
  std::array<std::uint8_t, Size> digest(std::string_view bytes) {
    std::size_t at = 0;
    for (; bytes.size() - at >= kBlock; at += kBlock) add_block(bytes.data() + at);
    add_tail(bytes.substr(at), bytes.size());
    std::array<std::uint8_t, Size> out{};
    for (std::size_t i = 0; i < Size; ++i) {
      const std::size_t shift = 8 * (sizeof(Word) - 1 - i % sizeof(Word));
      out[i] = static_cast<std::uint8_t>(state_[i / sizeof(Word)] >> shift);
    }
    return out;
  }

 private:
  static Word rotate(Word x, int n) {
    return static_cast<Word>(x >> n | x << (static_cast<int>(8 * sizeof(Word)) - n));
  }
  static Word big(Word x, const int (&r)[3]) { return rotate(x, r[0]) ^ rotate(x, r[1]) ^ rotate(x, r[2]); }
  static Word small(Word x, const int (&r)[3]) { return rotate(x, r[0]) ^ rotate(x, r[1]) ^ (x >> r[2]); }

  void add_block(const char* block) {
    std::array<Word, Shape::kRounds> w{};
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t b = 0; b < sizeof(Word); ++b) {
        w[i] = static_cast<Word>(w[i] << 8 | static_cast<unsigned char>(block[i * sizeof(Word) + b]));
      }
    }
    for (std::size_t i = 16; i < w.size(); ++i) {
      w[i] = small(w[i - 2], Shape::kSmall1) + w[i - 7] + small(w[i - 15], Shape::kSmall0) + w[i - 16];
    }
    std::array<Word, 8> s = state_;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const Word choose = (s[4] & s[5]) ^ (~s[4] & s[6]);
      const Word majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
      const Word t1 = s[7] + big(s[4], Shape::kBig1) + choose + Shape::kConstants[i] + w[i];
      const Word t2 = big(s[0], Shape::kBig0) + majority;
      s = {t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) state_[i] += s[i];
  }

  /// The last block or two: the rest, a one bit, zeroes, and the length in bits.
  void add_tail(std::string_view rest, std::size_t total) {
    std::array<char, 2 * kBlock> block{};
    if (!rest.empty()) std::memcpy(block.data(), rest.data(), rest.size());
    block[rest.size()] = static_cast<char>(0x80);
    const std::size_t size = rest.size() + 1 + 2 * sizeof(Word) <= kBlock ? kBlock : 2 * kBlock;
    const std::uint64_t bits = static_cast<std::uint64_t>(total) * 8;
    for (std::size_t i = 0; i < 8; ++i) {
      block[size - 1 - i] = static_cast<char>(bits >> (8 * i) & 0xFF);
    }
    add_block(block.data());
    if (size > kBlock) add_block(block.data() + kBlock);
  }

  std::array<Word, 8> state_;
};

}  // namespace sha2_detail

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  return sha2_detail::Sha2<sha2_detail::Sha256Shape>(sha2_detail::kStart256).digest<32>(bytes);
}
std::array<std::uint8_t, 48> sha384(std::string_view bytes) {
  return sha2_detail::Sha2<sha2_detail::Sha512Shape>(sha2_detail::kStart384).digest<48>(bytes);
}
std::array<std::uint8_t, 64> sha512(std::string_view bytes) {
  return sha2_detail::Sha2<sha2_detail::Sha512Shape>(sha2_detail::kStart512).digest<64>(bytes);
}

}  // namespace headstrong::grammar
