// nginx: add_header. Every run of "$" and every value beyond the lexer's buffer goes through `geo`,
// the one directive whose strings have no variables.
#include <cstdint>
#include <set>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/quote/quote.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace nginx {

// ngx_conf_file.c reads into a buffer of 4096 bytes and a word must fit, quotes and escapes
// included. In add_header the rest of the word is a variable or two, so parts are shorter.
constexpr std::size_t kMaxWordBytes = 4000;
constexpr std::size_t kMaxPartBytes = 1900;  // at most 3800 bytes with every byte escaped

constexpr std::string_view kCannotReplace =
    "nginx sends its own and add_header would add a second; the module headers-more can replace it";

constexpr NameRefusal kRefusedNames[] = {
    {"Server", kCannotReplace},
};

constexpr TargetOption kOptions[] = {
    {"upstream", "proxy|fastcgi|uwsgi|grpc|scgi|none",
     "how nginx reaches the application, whose own copies of the headers are then hidden"},
};

std::string quoted(std::string_view text) { return quote::backslashed(text, "\"\\"); }

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

/// Collects the `geo` blocks that the add_header lines refer to.
class Writer {
 public:
  /// The argument of add_header for a value, in quotes.
  std::string argument(std::string_view value) {
    if (value.find('$') == std::string_view::npos) {
      std::string direct = join(value, [](std::string_view text) { return quoted(text); });
      if (direct.size() <= kMaxWordBytes) return direct;
    }
    return join(value, [this](std::string_view text) {
      std::string out;
      for (const std::string_view part : cut(text, kMaxPartBytes)) out += variable(part);
      return out;
    });
  }

  const std::string& http_lines() const { return http_lines_; }

 private:
  template <class Literal>
  static std::string join(std::string_view value, Literal literal) {
    std::string out = "\"";
    for (const Piece& piece : pieces(value)) {
      out += piece.is_nonce ? std::string("${request_id}") : literal(piece.text);
    }
    return out + '"';
  }

  std::string variable(std::string_view part) {
    const std::string name = "headstrong_" + digest(part);
    if (names_.insert(name).second) {
      http_lines_.append("geo $").append(name).append(" { default \"");
      http_lines_.append(quoted(part)).append("\"; }\n");
    }
    return "${" + name + "}";
  }

  std::string http_lines_;
  std::set<std::string> names_;
};

std::string hide_lines(std::string_view upstream, std::span<const Field> fields) {
  if (upstream == "none") return {};
  std::string out;
  for (const Field& field : fields) {
    if (is_additive(field.name)) continue;
    out.append(upstream).append("_hide_header ").append(field.name).append(";\n");
  }
  return out;
}

/// How the application learns the nonce.
std::string nonce_note(std::string_view upstream) {
  std::string note = "The nonce is $request_id, 128 random bits.";
  if (upstream == "none") return note;
  const bool by_header = upstream == "proxy" || upstream == "grpc";
  note +=
      " Where you pass the request on, hand it to the application, which writes it into its "
      "nonce attributes: ";
  return note.append(upstream).append(by_header ? "_set_header X-CSP-Nonce $request_id;"
                                                : "_param CSP_NONCE $request_id;");
}

void write(const TargetSpec& spec, const Request& request, EmitResult& result) {
  Writer writer;
  std::string lines;
  for (const Field& field : request.fields()) {
    for (const std::string_view value : field.values) {
      const std::string argument = writer.argument(value);
      if (argument.size() > kMaxWordBytes) {
        refuse(result, field.name, "the value needs a longer line than nginx reads");
        return;
      }
      lines.append("add_header ").append(field.name).append(" ").append(argument);
      lines.append(" always;\n");
    }
  }
  const std::string_view upstream = request.option("upstream");
  std::string text = banner(spec, "# ");
  if (has_nonce(request)) {
    text += comment_lines("# ", nonce_note(upstream));
    warn(result, {},
         "The nonce is $request_id: 16 bytes from OpenSSL's generator. An nginx built without "
         "OpenSSL makes it from a guessable one; see the line 'built with' of nginx -V.");
  }
  text.append(hide_lines(upstream, request.fields())).append(lines);
  if (!writer.http_lines().empty()) {
    result.files.push_back(
        {"headstrong-http.conf", "in the http block, once (for example in /etc/nginx/conf.d/)",
         comment_lines("# ",
                       "Parts of header values for nginx, written by Headstrong: "
                       "what add_header can't spell, because it has a '$' or is "
                       "too long for one line.") +
             writer.http_lines()});
  }
  result.files.push_back(
      {"headstrong.conf",
       "in the server block (include headstrong.conf;), and again in each location "
       "that has an add_header of its own",
       std::move(text)});
}

}  // namespace nginx

extern constexpr TargetSpec k_nginx_target = {
    .id = "nginx",
    .name = "nginx",
    .evidence = Evidence::Server,
    .check = "nginx -t",
    .limits = "values of 1 to 32768 bytes; no Server header",
    .coverage =
        "every status (always). A server or location block with an add_header of its own inherits "
        "none of these: include the file there too, or write 'add_header_inherit merge;' "
        "(nginx 1.29.3).",
    .max_value_bytes = 32768,
    .empty_value_refusal = "nginx leaves out a header whose value is empty",
    .refused_names = nginx::kRefusedNames,
    .options = nginx::kOptions,
    .write = nginx::write,
};

}  // namespace headstrong::emitters
