#include "support/renderings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::testing {
namespace renderings_detail {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPage =
    "<!doctype html>\n<meta http-equiv=\"Content-Security-Policy\" content=\"img-src 'self'\">\n"
    "X-Frame-Options: DENY\n<p>set-cookie: body\n";

/// One text a header, between a start and an end.
template <class Line>
std::string each(std::string text, const Pairs& headers, Line line, std::string_view end = {}) {
  for (const auto& [name, value] : headers) text += line(name, value);
  return text.append(end);
}

std::string crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string line(const std::string& name, const std::string& value) { return name + ": " + value + "\n"; }

std::string lines(const Pairs& headers) { return each("", headers, line); }
std::string lines_without_end(const Pairs& headers) {
  std::string text = lines(headers);
  if (!text.empty()) text.pop_back();
  return text;
}
std::string lines_with_returns(const Pairs& headers) { return crlf(lines(headers)); }
std::string tight_lines(const Pairs& headers) {
  return each("", headers, [](auto& name, auto& value) { return name + ":" + value + "\n"; });
}
std::string indented_lines(const Pairs& headers) {
  return each("These are our headers.\n\n", headers, line, "\nThat is all of it.\n");
}
std::string lines_above_page(const Pairs& headers) { return lines(headers) + "\n" + std::string(kPage); }

std::string message(const Pairs& headers) { return each("HTTP/2 200 \n", headers, line, "\n"); }
std::string message_without_end(const Pairs& headers) {
  std::string text = message(headers);
  text.resize(text.size() - 2);
  return text;
}
std::string message_with_page(const Pairs& headers) {
  const std::string text = each("HTTP/1.1 200 OK\n", headers, line, "\n");
  return crlf(text) + std::string(kPage);
}
std::string message_in_carriage_returns(const Pairs& headers) {
  std::string text = message(headers);
  std::replace(text.begin(), text.end(), '\n', '\r');
  return text;
}
std::string chain(const Pairs& headers) {
  return "HTTP/1.1 301 Moved Permanently\nLocation: https://a.example/\nX-Frame-Options: DENY\n\n" + message(headers);
}
std::string message_below_request(const Pairs& headers) {
  return "GET /a HTTP/1.1\nHost: a.example\nCookie: a=b\n\n" + message(headers);
}
std::string message_above_request(const Pairs& headers) {
  return each("HTTP/1.1 200 OK\n", headers, line,
              "Request Headers\nRaw\nGET / HTTP/1.1\nHost: a.example\nX-Frame-Options: no\n");
}
std::string folded_message(const Pairs& headers) {
  return each("HTTP/1.1 200 OK\n", headers, [](auto& name, auto& value) {
    const std::size_t blank = value.find(' ');
    const bool folds = blank != value.npos && value.find(' ', blank + 1) != blank + 1 && blank > 0;
    return name + (folds ? ":\n\t" + value.substr(0, blank) + "\n  " + value.substr(blank + 1) : ": " + value) + "\n";
  });
}

std::string verbose(const Pairs& headers) {
  return each(
      "* Connected to a.example (192.0.2.1) port 443 (#0)\n> GET / HTTP/2\n> Host: a.example\n>\n< HTTP/2 200 \n",
      headers, [](auto& name, auto& value) { return "< " + name + ": " + value + "\n"; },
      "< \n{ [1256 bytes data]\n" + std::string(kPage) + "* Connection #0 to host a.example left intact\n");
}
std::string verbose_chain(const Pairs& headers) {
  return "> GET / HTTP/1.1\n> Host: a.example\n> \n< HTTP/1.1 301 Moved\n< Location: https://a.example/\n< \n"
         "* Issue another request to this URL: 'https://a.example/'\n" +
         crlf(verbose(headers));
}

std::string wget(const Pairs& headers) {
  return each(
      "--2024-01-01 00:00:00--  https://a.example/\nHTTP request sent, awaiting response... \n"
      "  HTTP/1.1 301 Moved\n  Location: https://a.example/b\nLocation: https://a.example/b [following]\n"
      "  HTTP/1.1 200 OK\n",
      headers, [](auto& name, auto& value) { return "  " + name + ": " + value + "\n"; },
      "Length: 1256 (1.2K) [text/html]\nSaving to: 'index.html'\n");
}
std::string powershell(const Pairs& headers) {
  return each(
      "\nStatusCode        : 200\nContent           : <p>\nRawContent        : HTTP/1.1 200 OK\n", headers,
      [](auto& name, auto& value) { return std::string(20, ' ') + name + ": " + value + "\n"; },
      "\n                    <!doctype html>\nForms             : {}\nHeaders           : {[X-A, b]}\n");
}

std::string alternate_with_colons(const Pairs& headers) {
  return each(":status:\n200\n", headers, [](auto& name, auto& value) { return name + ":\n" + value + "\n"; });
}
std::string alternate(const Pairs& headers) {
  return each("content-type\ntext/html\n", headers, [](auto& name, auto& value) { return name + "\n" + value + "\n"; });
}
std::string chromium_panel(const Pairs& headers) {
  return each(
      "General\nRequest URL:\nhttps://a.example/\nRequest Method:\nGET\nStatus Code:\n200 OK\n"
      "Remote Address:\n192.0.2.1:443\nReferrer Policy:\nstrict-origin-when-cross-origin\n"
      "Response Headers\nView source\n",
      headers, [](auto& name, auto& value) { return name + ":\n" + value + "\n"; },
      "Request Headers\n:authority:\na.example\n:method:\nGET\npragma:\nno-cache\n");
}
std::string chromium_raw(const Pairs& headers) {
  return each(
      "Request URL\nhttps://a.example/\nRequest Method\nGET\nStatus Code\n200 OK\nResponse Headers\nRaw\n"
      "HTTP/1.1 200 OK\n",
      headers, line, "Request Headers\nRaw\nGET / HTTP/1.1\nHost: a.example\n");
}
std::string old_chromium(const Pairs& headers) {
  return each("Request URL: https://a.example/\nRequest Method: GET\nStatus Code: 200 OK\n", headers, line);
}
std::string firefox_row(const std::string& name, const std::string& value) { return name + "\n\t" + value + "\n"; }
std::string firefox_table(const Pairs& headers) { return each("server\n\t\nvary\n\t\n", headers, firefox_row); }
std::string firefox_panel(const Pairs& headers) {
  return each(
      "scheme\n\thttps\nhost\n\ta.example\nAddress\n\t192.0.2.1:443\nStatus\n200\nOK\nVersionHTTP/2\n"
      "Response Headers (434 B)\nserver\n\t\n",
      headers, firefox_row, "Request Headers (300 B)\nHost\n\ta.example\n");
}
std::string tabs(const Pairs& headers) {
  return each("", headers, [](auto& name, auto& value) { return name + "\t" + value + "\n"; });
}

Json object_of(const Pairs& headers) {
  Json object = Json::object();
  for (const auto& [name, value] : headers) {
    if (!object.contains(name)) {
      object[name] = value;
    } else if (object[name].is_array()) {
      object[name].push_back(value);
    } else {
      object[name] = Json::array({object[name], value});
    }
  }
  return object;
}
Json pairs_of(const Pairs& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers) list.push_back(Json::array({name, value}));
  return list;
}
Json named_of(const Pairs& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers) list.push_back({{"name", name}, {"value", value}});
  return list;
}
std::string json_object(const Pairs& headers) { return object_of(headers).dump(); }
std::string json_object_in_lines(const Pairs& headers) { return object_of(headers).dump(2) + "\n"; }
std::string json_response(const Pairs& headers) {
  return Json{{"url", "https://a.example/"}, {"status", 200}, {"headers", object_of(headers)}, {"x", {1, "a"}}}.dump(
      1, '\t');
}
std::string json_pairs(const Pairs& headers) { return pairs_of(headers).dump(); }
std::string json_pairs_in_lines(const Pairs& headers) { return crlf(pairs_of(headers).dump(4)); }
std::string json_set(const Pairs& headers) {
  return Json{{"url", "https://a.example/"}, {"status", 200}, {"headers", pairs_of(headers)}}.dump();
}
std::string json_named(const Pairs& headers) { return named_of(headers).dump(2); }
std::string firefox_json(const Pairs& headers) {
  return Json{{"Response Headers (1 kB)", {{"headers", named_of(headers)}}},
              {"Request Headers (300 B)", {{"headers", named_of({{"Host", "a.example"}})}}}}
      .dump();
}
Json archive(const Pairs& headers) {
  const auto entry = [](const char* url, int status, const Json& list) {
    return Json{{"request", {{"method", "GET"}, {"url", url}, {"headers", named_of({{"X-Frame-Options", "no"}})}}},
                {"response", {{"status", status}, {"headers", list}, {"content", {{"text", "[{\"name\":\"a"}}}}}};
  };
  Json list = named_of(headers);
  list.insert(list.begin(), Json{{"name", "Content-Type"}, {"value", "text/html"}, {"comment", ""}});
  return Json{{"log",
               {{"version", "1.2"},
                {"entries",
                 {entry("http://a.example/", 301, named_of({{"Location", "https://a.example/"}})),
                  entry("https://a.example/", 200, list),
                  entry("https://a.example/a.png", 200, named_of({{"Content-Type", "image/png"}}))}}}}};
}
std::string har(const Pairs& headers) { return archive(headers).dump(); }
std::string har_in_lines(const Pairs& headers) { return archive(headers).dump(2); }

std::string headers_file(const Pairs& headers) {
  return each(
      "# ours\n/*\n", headers, [](auto& name, auto& value) { return "  " + name + ": " + value + "\n"; },
      "  ! X-A\n/b/*\n  X-Frame-Options: no\n");
}

std::string in_quotes(std::string_view value, char quote) {
  std::string word(1, quote);
  for (const char c : value) {
    if (c == quote || c == '\\') word += '\\';
    word += c;
  }
  return word + quote;
}
std::string nginx(const Pairs& headers) {
  return each(
      "server {\n    listen 443;\n    # ours\n", headers,
      [](auto& name, auto& value) { return "    add_header " + name + " " + in_quotes(value, '"') + " always;\n"; },
      "    location / {\n        add_header X-Frame-Options no;\n    }\n}\n");
}
std::string nginx_lines(const Pairs& headers) {
  std::string text = each("", headers, [](auto& name, auto& value) {
    const bool plain = text::all_of(value, text::kBase64) && !value.empty();
    return "add_header " + name + " " + (plain ? value : in_quotes(value, '\'')) + "; # " + name + "\n";
  });
  if (!text.empty()) text.pop_back();
  return text;
}
std::string nginx_line(const Pairs& headers) {
  return each(
      "add_header X-A b;", headers,
      [](auto& name, auto& value) { return " add_header " + name + " " + in_quotes(value, '"') + ";"; }, " root /a;");
}

bool is_plain(std::string_view value) {
  const bool trimmed = text::trim(value).size() == value.size();
  return trimmed && text::first_invalid_utf8(value) == value.npos &&
         std::none_of(value.begin(), value.end(), [](char c) { return text::is(c, text::kControl) && c != '\t'; });
}
bool is_filled(std::string_view value) { return is_plain(value) && !value.empty(); }
/// One blank between words, as an unfolded value has.
bool is_single_spaced(std::string_view value) {
  return is_filled(value) && value.find("  ") == value.npos && value.find('\t') == value.npos;
}

}  // namespace renderings_detail

const std::vector<Rendering>& renderings() {
  using namespace renderings_detail;
  static const std::vector<Rendering> kAll = {
      {"lines", lines, is_plain},
      {"lines without an end", lines_without_end, is_plain},
      {"lines, CR LF", lines_with_returns, is_plain},
      {"lines without blanks", tight_lines, is_plain},
      {"lines within prose", indented_lines, is_plain},
      {"lines above a page", lines_above_page, is_plain},
      {"message", message, is_plain},
      {"message without an end", message_without_end, is_plain},
      {"message with a page", message_with_page, is_plain},
      {"message, CR", message_in_carriage_returns, is_plain},
      {"chain", chain, is_plain},
      {"message below a request", message_below_request, is_plain},
      {"message above a request", message_above_request, is_plain},
      {"folded message", folded_message, is_single_spaced},
      {"curl -v", verbose, is_plain},
      {"curl -vL", verbose_chain, is_plain},
      {"wget -S", wget, is_plain},
      {"PowerShell", powershell, is_plain},
      {"alternate lines with colons", alternate_with_colons, is_filled},
      {"alternate lines", alternate, is_filled},
      {"Chromium's panel", chromium_panel, is_filled},
      {"Chromium's panel, raw", chromium_raw, is_filled},
      {"Chromium's older panel", old_chromium, is_filled},
      {"Firefox's table", firefox_table, is_plain},
      {"Firefox's panel", firefox_panel, is_plain},
      {"tabs", tabs, is_plain},
      {"JSON object", json_object, is_plain},
      {"JSON object in lines", json_object_in_lines, is_plain},
      {"JSON response", json_response, is_plain},
      {"JSON pairs", json_pairs, is_plain},
      {"JSON pairs in lines", json_pairs_in_lines, is_plain},
      {"JSON set", json_set, is_plain},
      {"JSON named", json_named, is_plain},
      {"Firefox's JSON", firefox_json, is_plain},
      {"HAR", har, is_plain},
      {"HAR in lines", har_in_lines, is_plain},
      {"_headers", headers_file, is_plain},
      {"nginx", nginx, is_plain},
      {"nginx lines", nginx_lines, is_plain},
      {"nginx line", nginx_line, is_plain},
  };
  return kAll;
}

Pairs carried(const Rendering& rendering, const Pairs& headers) {
  Pairs out;
  for (const auto& header : headers) {
    if (rendering.carries(header.second)) out.push_back(header);
  }
  return out;
}

}  // namespace headstrong::testing
