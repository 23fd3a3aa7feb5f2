// nginx: add_header.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/nginx_words.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace nginx {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server",
     "nginx sends its own and add_header would add a second; the module headers-more can replace "
     "it"},
};

constexpr TargetOption kOptions[] = {
    {"upstream", "any|proxy|fastcgi|uwsgi|grpc|scgi|none",
     "how nginx reaches the application (any: by proxy_pass or fastcgi_pass, as PHP); nginx then hides the "
     "application's copies of the headers",
     "How nginx reaches the application",
     "proxy_pass or fastcgi_pass|proxy_pass|fastcgi_pass (PHP)|uwsgi_pass|grpc_pass|scgi_pass|No application"},
};

/// Names to hide are kept in a hash with buckets of 64 bytes. A longer one stops nginx from starting;
/// of the hashes only proxy's can be told to have larger buckets.
constexpr std::size_t kMaxHashedName = 46;

bool is_hidden(const HeaderValues& field) { return !is_additive(field.name); }

/// The modules by which the application is reached.
std::vector<std::string_view> modules_of(std::string_view upstream) {
  if (upstream == "none") return {};
  if (upstream == "any") return {"proxy", "fastcgi"};
  return {upstream};
}

std::string hide_lines(std::string_view upstream, std::span<const HeaderValues> fields) {
  const std::vector<std::string_view> modules = modules_of(upstream);
  if (modules.empty()) return {};
  std::vector<std::string_view> names;
  bool tells_software = false;
  for (const HeaderValues& field : fields) {
    if (is_hidden(field)) names.push_back(field.name);
    tells_software = tells_software || text::iequals(field.name, kPoweredBy);
  }
  if (names.empty()) return {};
  if (!tells_software) names.push_back(kPoweredBy);
  std::string lines;
  bool has_long_name = false;
  for (const std::string_view module : modules) {
    for (const std::string_view name : names) {
      const bool is_long = name.size() > kMaxHashedName;
      if (is_long && module != "proxy") continue;
      has_long_name = has_long_name || is_long;
      lines.append(module).append("_hide_header ").append(name).append(";\n");
    }
  }
  std::string note =
      "nginx hides the application's own copies, and the name of its software. A location with its own " +
      (upstream == "any" ? std::string("proxy_hide_header or fastcgi_hide_header")
                         : std::string(upstream) + "_hide_header") +
      " inherits none of these lines of its kind, and they replace those in the http block.";
  if (has_long_name) lines.insert(0, "proxy_headers_hash_bucket_size 512;\n");
  return comment_lines("# ", note) + lines;
}

void warn_of_long_names(const EmitCall& call, EmitResult& result) {
  for (const std::string_view module : modules_of(call.option("upstream"))) {
    if (module == "proxy") continue;
    for (const HeaderValues& field : call.fields()) {
      if (!is_hidden(field) || field.name.size() <= kMaxHashedName) continue;
      warn(result, field.name,
           std::string(module) +
               "_hide_header takes no name of more than 46 bytes, so a copy that the application sends "
               "arrives as well.");
    }
  }
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  if (has_nonce(call)) warn_of_nginx_nonce(result);
  warn_of_long_names(call, result);
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  NginxWords words;
  std::string lines;
  for (const HeaderValues& field : call.fields()) {
    lines += remark_lines(spec, "# ", field);
    for (const std::string_view value : field.values) {
      const std::optional<std::string> word = words.quoted(value);
      if (!word) {
        refuse(result, field.name, "the value needs a longer word than nginx can read");
        return;
      }
      lines.append("add_header ").append(field.name).append(" ").append(*word).append(" always;\n");
    }
  }
  const std::string_view upstream = call.option("upstream");
  std::string text = opening(spec, "# ", call);
  if (has_nonce(call) && upstream != "none") text += comment_lines("# ", nginx_nonce_note(upstream));
  words.add_http_file(result);
  result.files.push_back({"headstrong.conf",
                          "in the server block (include headstrong.conf;), and again in each location that has its own "
                          "add_header or _hide_header",
                          text + lines + hide_lines(upstream, call.fields())});
}

}  // namespace nginx

extern constexpr TargetSpec k_nginx_target = {
    .id = "nginx",
    .name = "nginx",
    .evidence = Evidence::Server,
    .check = "nginx -t",
    .limits = "values of 1 to 32768 bytes; no Server header",
    .coverage =
        "every status (always); a 416 carries each header twice. The application's copies are replaced where nginx "
        "reaches it by proxy_pass or fastcgi_pass; uwsgi_pass, scgi_pass and grpc_pass need uwsgi_hide_header, "
        "scgi_hide_header or grpc_hide_header (the option upstream writes them). A location with its own add_header "
        "inherits none of these headers (or write 'add_header_inherit merge;', nginx 1.29.3), and one "
        "with its own _hide_header (proxy_, fastcgi_, uwsgi_, scgi_ or grpc_) lets the application's "
        "copies through: include the file there too.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "nginx drops a header with an empty value",
    .left_out_names = nginx::kLeftOutNames,
    .options = nginx::kOptions,
    .examine = nginx::examine,
    .write = nginx::write,
};

}  // namespace headstrong::emitters
