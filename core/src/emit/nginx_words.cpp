#include "emit/nginx_words.hpp"

#include <cstdint>

#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace nginx_words_detail {

// ngx_conf_file.c reads into a buffer of 4096 bytes and a word must fit, quotes and escapes
// included. The limits leave room for the name that geo gives the part.
constexpr std::size_t kMaxWordBytes = 4000;
constexpr std::size_t kMaxPartBytes = 1900;  // at most 3800 bytes with every byte escaped

std::string escaped(std::string_view text) { return quote::encode(text, quote::Spelling::NginxDouble); }

/// 16 hex digits that differ for different texts (FNV-1a, 64 bits): two sites whose files are
/// included in one http block must not redefine each other's variables.
std::string digest(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(hash >> shift) & 15];
  return out;
}

template <class Literal>
std::string join(std::string_view start, std::string_view value, Literal literal) {
  std::string out = "\"" + std::string(start);
  for (const Piece& piece : pieces(value)) {
    out += piece.is_nonce ? std::string("${request_id}") : literal(piece.text);
  }
  return out + '"';
}

}  // namespace nginx_words_detail

std::optional<std::string> NginxWords::quoted(std::string_view value, std::string_view start) {
  // After a start that ends with a colon, headers-more takes further colons away.
  const bool begins_with_colon = !start.empty() && !value.empty() && value.front() == ':';
  if (value.find('$') == std::string_view::npos && !begins_with_colon) {
    std::string direct = nginx_words_detail::join(start, value, nginx_words_detail::escaped);
    if (direct.size() <= nginx_words_detail::kMaxWordBytes) return direct;
  }
  std::string indirect = nginx_words_detail::join(start, value, [this](std::string_view text) {
    std::string out;
    for (const std::string_view part : cut(text, nginx_words_detail::kMaxPartBytes)) {
      out += variable(part);
    }
    return out;
  });
  if (indirect.size() > nginx_words_detail::kMaxWordBytes) return {};
  return indirect;
}

std::string NginxWords::variable(std::string_view part) {
  const std::string name = "headstrong_" + nginx_words_detail::digest(part);
  if (names_.insert(name).second) {
    lines_.append("geo $").append(name).append(" { default \"");
    lines_.append(nginx_words_detail::escaped(part)).append("\"; }\n");
  }
  return "${" + name + "}";
}

void NginxWords::add_http_file(EmitResult& result) const {
  if (lines_.empty()) return;
  result.files.push_back(
      {"headstrong-http.conf", "in the http block, once (for example in /etc/nginx/conf.d/)",
       comment_lines("# ",
                     "Parts of header values for nginx, written by Headstrong: text that a directive "
                     "can't contain because of a '$' or its length.") +
           lines_});
}

std::string nginx_nonce_note(std::string_view upstream) {
  if (upstream == "none") return {};
  std::string note =
      "Where you pass the request on, send the nonce to the application, which writes it into its nonce attributes: ";
  if (upstream == "any")
    return note +
           "proxy_set_header X-CSP-Nonce $request_id; or fastcgi_param CSP_NONCE $request_id; (uwsgi_param and scgi_param "
           "like the latter, grpc_set_header like the former).";
  const bool by_header = upstream == "proxy" || upstream == "grpc";
  return note.append(upstream).append(by_header ? "_set_header X-CSP-Nonce $request_id;"
                                                : "_param CSP_NONCE $request_id;");
}

void warn_of_nginx_nonce(EmitResult& result) {
  warn(result, {},
       "The nonce is $request_id: 16 bytes from OpenSSL's generator. An nginx built without OpenSSL uses "
       "a guessable generator; check the line 'built with' in nginx -V.");
  warn(result, {},
       "nginx makes the nonce but writes it into no page: the application behind it must. Pages that nginx serves as "
       "files get none, so their inline code is blocked; hashes (inline=hash) are for those.");
}

}  // namespace headstrong::emitters
