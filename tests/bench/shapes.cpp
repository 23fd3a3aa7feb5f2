#include "bench/shapes.hpp"

#include <utility>

namespace headstrong::bench {

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> kShapes = {
      {"one letter", "", "a"},
      {"spaces", "", " "},
      {"empty lines", "", "\n"},
      {"NUL bytes", "A: b\n", std::string_view("\0", 1)},
      {"headers", "HTTP/1.1 200 OK\r\n", "X-Header-#: value\r\n"},
      {"headers of one name", "HTTP/1.1 200 OK\r\n", "X-Header: value\r\n"},
      {"folded lines", "HTTP/1.1 200 OK\r\nA: b\r\n", " folded\r\n"},
      {"responses", "", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"},
      {"curl -v", "", "< HTTP/1.1 200 OK\r\n< Server: x\r\n< \r\n"},
      {"prose", "", "It was the best of times.\n"},
      {"a policy of hosts", "script-src", " https://h#.example"},
      {"a policy of one host", "script-src", " https://h.example"},
      {"a policy of nonces", "script-src", " 'nonce-n#'"},
      {"a policy of directives", "", "x-# a; "},
      {"a policy of unknown directives", "", "x-dir-# 'self'; "},
      {"a policy of one directive", "", "img-src a; "},
      {"a;a;", "script-src 'self';", "a;"},
      {"a policy of slips", "HTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'self'",
       "; imgg-src# \xE2\x80\x98self\xE2\x80\x99 https; font-src: data style-src"},
      {"a,a,", "script-src 'self',", "a,"},
      {"policies", "", "script-src 'self' https://h#.example, "},
      {"policy headers", "HTTP/1.1 200 OK\r\n", "Content-Security-Policy: script-src h#.example\r\n"},
      {"cookies", "HTTP/1.1 200 OK\r\n", "Set-Cookie: c#=v; Path=/; Secure\r\n"},
      {"features", "HTTP/1.1 200 OK\r\nPermissions-Policy: a=()", ", f#=(self)"},
      {"a long HSTS", "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=1", "; a#"},
      {"JSON pairs", "[", "[\"X-Header-#\",\"value\"],"},
      {"JSON escapes", "{\"headers\":{\"Server\":\"", "\\u00e9"},
      {"JSON brackets", "", "["},
      {"HTML", "<head>", "<meta name=\"a#\" content=\"b\">"},
      {"HTML policies", "<head>", "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src h#.example\">"},
      {"HTML references", "<meta http-equiv=\"Content-Security-Policy\" content=\"img-src ", "&#x27;"},
      {"wget -S", "  HTTP/1.1 200 OK\n", "  X-Header-#: value\n"},
      {"a table of names and values", "", "x-header-#\tvalue\n"},
      {"names and values on lines in turn", "", "x-header-#\nvalue\n"},
      {"PowerShell", "RawContent        : HTTP/1.1 200 OK\n", "                    X-Header-#: value\n"},
      {"nginx", "server {\n", "  add_header X-Header-# \"value\" always;\n"},
      {"nginx locations", "server {\n", "  location /# {\n    add_header Server x;\n  }\n"},
      {"a _headers file", "", "/#\n  X-Header: value\n"},
      {"an archive", "{\"log\":{\"entries\":[",
       "{\"request\":{\"url\":\"https://a.example/#\"},\"response\":{\"status\":200,\"headers\":"
       "[{\"name\":\"Server\",\"value\":\"x\"}]}},"},
      {"console messages", "",
       "Refused to load the image 'https://a.example/#' because it violates the following Content Security Policy "
       "directive: \"img-src 'self'\".\n"},
      {"starts of messages", "", "Loading the script '#"},
      {"Firefox's messages", "",
       "Content-Security-Policy: \xE2\x80\xA6 (img-src) https://a.example/# \xE2\x80\x9Cimg-src b\xE2\x80\x9D\n"},
      {"open lists of messages", "Content-Security-Policy: The \xE2\x80\xA6 ", "\xE2\x80\x98img-src #(\"img-src "},
      {"reports", "",
       "{\"csp-report\":{\"blocked-uri\":\"https://a.example/#\",\"effective-directive\":\"img-src\"}}\n"},
      {"logged reports", "",
       "blocked-uri=https://a.example/# effective-directive=img-src original-policy=\"img-src b\"\n"},
      {"a dump that is never closed", "", "\"X-Frame-Options\" => array:1 [ 0 => \"DENY\" "},
      {"here documents", "", "cat > #.conf <<EOF\nadd_header X-Header-# value;\nEOF\n"},
      {"here documents that are never closed", "", "cat <<EOF#\nadd_header Server value;\n"},
      {"blocks of YAML", "", "a#: |\n  add_header Server value;\n"},
      {"JSON in quotes that never close", "", "a --config '{\"X-Frame-Options\": \n"},
      {"maps of neighbours that never close", "(defn a ", "{\"X-Frame-Options\" \"DENY\" "},
      {"a list of R's", "list(`a` = 1, ", "`X-Header-#` = \"value\", "},
      {"a printed text", "use strict;\nprint \"Content-Type: a\\nX-Frame-Options: DENY\\n", "X-Header-#: value\\n"},
      {"labelled lines", "", "Parameter: X-Frame-Options\nEvidence: v#\n"},
      {"a list that grows", "csp = []\n",
       "csp.append(\"img-src *\")\nresponse.headers['Content-Security-Policy'] = '; '.join(csp)\n"},
      {"a text that grows", "StringBuilder csp = new StringBuilder(\"img-src *\");\n",
       "csp.append(\"; a\").append(b#);\n"},
      {"calls that name a map", "const csp = {'img-src': ['*']};\n",
       "res.setHeader('Content-Security-Policy', made(csp, '#'));\n"},
      {"calls that are never closed", "", "app.UseCsp(o => o.DefaultSources(s => s."},
      {"locations that lose headers", "server {\n  add_header X-Frame-Options DENY;\n",
       "  location /# { add_header A-B 1; }\n"},
      {"lists of conditions", "setenv.set-response-header = ( \"X-Frame-Options\" => \"DENY\" )\n",
       "$HTTP[\"host\"] == \"#\" {\n  setenv.set-response-header = ( \"A-B\" => \"1\" )\n}\n"},
      {"ColdFusion's headers", "", "<cfheader name=\"X-Header-#\" value=\"#a#\">\n"},
      {"emoji", "Server: ", "\xF0\x9F\x98\x80"},
      {"bytes that are no UTF-8", "Server: ", "\xFF"},
  };
  return kShapes;
}

std::vector<Slips> slips() {
  constexpr std::string_view kNames[] = {"default-src",  "script-src",  "style-src",  "img-src",        "font-src",
                                         "connect-src",  "media-src",   "object-src", "frame-src",      "worker-src",
                                         "manifest-src", "form-action", "base-uri",   "frame-ancestors"};
  // In `name` the directive's stands for "#".
  const auto policy = [&](std::string_view end, const std::string& name, const std::string& value) {
    std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Security-Policy: ";
    for (const std::string_view known : kNames) {
      std::string written(known);
      if (name == "swapped") std::swap(written[1], written[2]);
      text.append(name == "swapped" ? written
                                    : name.substr(0, name.find('#')) + written + name.substr(name.find('#') + 1));
      text.append(" ").append(value).append(&known == &kNames[13] ? "\r\n" : end);
    }
    return text;
  };
  const std::string usual = "'self' https://cdn.example.com";
  const auto padded = [&](std::size_t size) {
    std::string text = policy("; ", "#", usual);
    if (text.size() < size) text.insert(text.size() - 2, "/" + std::string(size - text.size(), 'p'));
    return text;
  };
  std::vector<Slips> all;
  const auto add = [&](std::string_view name, std::string text) {
    std::string clean = padded(text.size());
    all.push_back({name, std::move(clean), std::move(text)});
  };
  add("names misspelled", policy("; ", "swapped", usual));
  add("colons behind names", policy("; ", "#:", usual));
  add("words before names", policy("; ", "policy #", usual));
  add("no semicolons", policy(" ", "#", usual));
  add("curly quotes", policy("; ", "#", "\xE2\x80\x98self\xE2\x80\x99 https://cdn.example.com"));
  add("control characters", policy("; ", "#",
                                   "'self' https://cdn.\x01"
                                   "example.com"));
  add("schemes without colons", policy("; ", "#", "'self' https://cdn.example.com wss"));
  return all;
}

std::string make_input(const Shape& shape, std::size_t bytes) {
  std::string text(shape.head);
  text.reserve(bytes + shape.piece.size() + 20);
  const std::size_t mark = shape.piece.find('#');
  // "&#x27;" has the mark's character too, but no number.
  const bool numbered = mark != std::string_view::npos && shape.piece[0] != '&';
  std::size_t whole = text.size();
  for (std::size_t i = 0; text.size() <= bytes; ++i) {
    whole = text.size();
    if (!numbered) {
      text += shape.piece;
      continue;
    }
    text += shape.piece.substr(0, mark);
    text += std::to_string(i);
    text += shape.piece.substr(mark + 1);
  }
  // A header that is cut in the middle of a piece may not be read at all, at one size and not at
  // another, which would look like growth.
  text.resize(whole);
  return text;
}

std::string everyday_policy(std::size_t bytes) {
  std::string policy =
      "default-src 'self'; object-src 'none'; base-uri 'self'; img-src 'self' data: "
      "https://img.example; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; "
      "script-src 'self' 'nonce-4AEemGb0xJoptIGF'";
  for (std::size_t i = 0; policy.size() < bytes; ++i) {
    policy += " https://h" + std::to_string(i) + (i % 3 == 0 ? ".example/js/" : ".example");
  }
  policy.resize(bytes);
  return policy;
}

std::string other_hosts(std::string policy) {
  for (std::size_t at = policy.find("//h"); at != std::string::npos; at = policy.find("//h", at)) {
    policy[at + 2] = 'n';
  }
  return policy;
}

std::vector<Question> questions(std::size_t count) {
  constexpr decide::RequestType kTypes[] = {decide::RequestType::Script, decide::RequestType::Image,
                                            decide::RequestType::Fetch, decide::RequestType::Style,
                                            decide::RequestType::Script};
  std::vector<Question> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({kTypes[i % 5], "https://q" + std::to_string(i) + ".example/a/b.js?c"});
  }
  return out;
}

}  // namespace headstrong::bench
