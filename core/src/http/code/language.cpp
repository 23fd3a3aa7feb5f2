#include "http/code/language.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "grammar/header_names.hpp"
#include "http/code/pairs.hpp"
#include "http/code/words.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace language_detail {

struct Sign {
  Language language;
  int weight;
  std::string_view words;
};

// clang-format off
constexpr Sign kSigns[] = {
    {Language::Python, 3, "elif "}, {Language::Python, 3, "None"}, {Language::Python, 2, "True"},
    {Language::Python, 2, "False"}, {Language::Python, 5, "__name__"}, {Language::Python, 6, "Flask"},
    {Language::Python, 6, "flask"}, {Language::Python, 6, "Talisman("}, {Language::Python, 6, "django"},
    {Language::Python, 4, "@app."}, {Language::Python, 5, "(self"}, {Language::Python, 4, ".items():"},
    {Language::Python, 3, "{'"}, {Language::Python, 3, "('"}, {Language::Python, 3, "(b'"}, {Language::Python, 5, "):\n"},
    {Language::Python, 2, "import "}, {Language::Python, 5, ".join(["}, {Language::Python, 4, "\".format("}, {Language::Python, 4, "'.format("}, {Language::Python, 3, "= (\n"},
    {Language::Python, 3, "f\""}, {Language::Python, 6, "\" % "}, {Language::Python, 6, "' % "}, {Language::Python, 5, "SECURE_"}, {Language::Python, 6, "CSP_"},
    {Language::Python, 6, "_SRC = ["},
    {Language::Python, 6, "CONTENT_SECURITY_POLICY = {"}, {Language::Python, 4, "\"\"\"\n"}, {Language::Python, 4, ">>> "},
    {Language::Python, 5, "Dict({"}, {Language::Python, 6, "'''"}, {Language::Python, 6, "= f'"}, {Language::Python, 6, "= r'"},
    {Language::Python, 6, "= b'"}, {Language::Python, 6, "= r\""}, {Language::Python, 6, "= b\""}, {Language::Python, 5, "):\r\n"},
    {Language::Python, 3, "= (\r\n"}, {Language::Python, 4, "\"\"\"\r\n"}, {Language::Python, 4, "**{"}, {Language::Python, 5, "Headers(["}, {Language::Python, 2, "response.headers.add("},
    {Language::Python, 1, "response.headers["}, {Language::Python, 4, "resp.headers["}, {Language::Python, 4, "X_FRAME_OPTIONS ="},
    {Language::Python, 12, "from flask "}, {Language::Python, 12, "from django"}, {Language::Python, 6, "\ndef "}, {Language::Python, 4, "from __future__ "},
    {Language::JavaScript, 4, "const "}, {Language::JavaScript, 1, "let "}, {Language::JavaScript, 4, "function ("},
    {Language::JavaScript, 3, "function"}, {Language::JavaScript, 3, "require("}, {Language::JavaScript, 5, "export "},
    {Language::JavaScript, 3, "async "}, {Language::JavaScript, 2, "await "}, {Language::JavaScript, 4, "==="},
    {Language::JavaScript, 3, "${"}, {Language::JavaScript, 3, "`"}, {Language::JavaScript, 4, "app.use("},
    {Language::JavaScript, 4, "res.set"}, {Language::JavaScript, 4, "res."}, {Language::JavaScript, 4, "headers.set("},
    {Language::JavaScript, 5, "new Response("}, {Language::JavaScript, 6, "helmet"}, {Language::JavaScript, 3, "key: '"},
    {Language::JavaScript, 3, "module.exports"}, {Language::JavaScript, 5, "Headers {"}, {Language::JavaScript, 4, "] = { value"},
    {Language::JavaScript, 4, "headers: {"}, {Language::JavaScript, 3, "() =>"}, {Language::JavaScript, 4, "Map("},
    {Language::JavaScript, 5, "[\n  [ '"}, {Language::JavaScript, 5, "[\n  '"}, {Language::JavaScript, 4, ": '"},
    {Language::JavaScript, 3, "var "}, {Language::JavaScript, 3, ".join('"}, {Language::JavaScript, 2, ".join(\""},
    {Language::JavaScript, 5, "httpEquiv"}, {Language::JavaScript, 5, "console.log("}, {Language::JavaScript, 5, " from '"}, {Language::JavaScript, 5, " from \""},
    {Language::Php, 30, "<?php"}, {Language::Php, 4, "return $"}, {Language::Php, 5, "function ($"}, {Language::Php, 3, "$this"}, {Language::Php, 5, "public function"}, {Language::Php, 8, "public $"},
    {Language::Php, 4, "implode("}, {Language::Php, 5, "array ("}, {Language::Php, 3, "array("}, {Language::Php, 5, "header(\""},
    {Language::Php, 5, "header('"}, {Language::Php, 5, "->set("}, {Language::Php, 6, "->with"}, {Language::Php, 5, "$headers"},
    {Language::Php, 6, "->headers"}, {Language::Php, 5, "] =>"}, {Language::Php, 7, "]=>\n"}, {Language::Php, 6, "Directive::"}, {Language::Php, 20, "new CspMiddleware("}, {Language::Php, 20, "new SecurityHeadersMiddleware("},
    {Language::Php, 5, "$response"}, {Language::Php, 4, "function (array $"},
    {Language::Ruby, 5, "\nend"}, {Language::Ruby, 5, " do |"}, {Language::Ruby, 4, ".merge!"}, {Language::Ruby, 3, "#{"},
    {Language::Ruby, 5, "%w("}, {Language::Ruby, 8, "Rails"}, {Language::Ruby, 8, "config.force_ssl"}, {Language::Ruby, 8, "config.ssl_options"}, {Language::Ruby, 8, "SecureHeaders"}, {Language::Ruby, 5, "_action"},
    {Language::Ruby, 5, "\"=>"}, {Language::Ruby, 4, "' => "}, {Language::Ruby, 3, "\" => "}, {Language::Ruby, 5, "<<~"}, {Language::Ruby, 8, "<<-"}, {Language::Ruby, 6, ".set_header("},
    {Language::Ruby, 5, "lambda {"}, {Language::Ruby, 5, " :self"}, {Language::Ruby, 5, " < ActionController"},
    {Language::Ruby, 3, "||="}, {Language::Ruby, 4, "def "},
    {Language::Ruby, 5, "require '"}, {Language::Ruby, 3, " do\n"},
    {Language::Ruby, 20, "\n=begin"}, {Language::Perl, 30, "\n=cut"}, {Language::Perl, 20, "\n=pod"}, {Language::Perl, 20, "\n=head1 "},
    {Language::JavaScript, 8, "\n###\n"}, {Language::JavaScript, 8, ", next) ->"},
    {Language::Java, 10, "import java"}, {Language::Java, 10, "import org."}, {Language::Java, 10, "import io.ktor"},
    {Language::Java, 3, "public "}, {Language::Java, 6, "private static final "}, {Language::Java, 3, "String "},
    {Language::Java, 6, "@Override"}, {Language::Java, 5, "throws "}, {Language::Java, 6, "HttpServlet"},
    {Language::Java, 6, "ResponseEntity"}, {Language::Java, 5, "Map<String"}, {Language::Java, 5, "static final"},
    {Language::Java, 4, "\nval "}, {Language::Java, 4, "fun "}, {Language::Java, 8, ".joinToString("}, {Language::Java, 8, ".mkString("}, {Language::Java, 8, "listOf("}, {Language::Java, 4, "install("}, {Language::Java, 8, "install(HSTS)"}, {Language::Java, 4, "\" -> \""},
    {Language::Java, 5, "(name: \""}, {Language::Java, 6, "HttpSecurity"}, {Language::Java, 6, ".contentSecurityPolicy("},
    {Language::Java, 6, "contentSecurityPolicy {"}, {Language::Java, 5, "policyDirectives"}, {Language::Java, 5, "@Bean"},
    {Language::Java, 4, "response.setHeader(\""}, {Language::Java, 3, "response.addHeader(\""}, {Language::Java, 4, ":\""}, {Language::Java, 8, "ctx.header("}, {Language::Java, 8, "{ ctx ->"}, {Language::Java, 6, "\"\"\")"}, {Language::Java, 12, "Header.Raw("},
    {Language::Java, 12, ".trimIndent()"}, {Language::Java, 12, "call.response"}, {Language::Java, 12, ".stripMargin"}, {Language::Java, 8, "buildString {"},
    {Language::Java, 12, "import zio"}, {Language::Java, 12, "ci\""},
    {Language::Go, 12, "package main"}, {Language::Go, 6, "func("}, {Language::Go, 6, "(c *"}, {Language::Go, 5, "Config{"},
    {Language::Go, 5, ":= "}, {Language::Go, 5, "func "}, {Language::Go, 6, "map[string]"}, {Language::Go, 7, ".Header()."},
    {Language::Go, 3, "http."}, {Language::Go, 4, "fmt."}, {Language::Go, 6, "[]string"}, {Language::Go, 6, "c.Header("},
    {Language::Go, 6, "secure.Options"}, {Language::Go, 12, "helmet.Config{"}, {Language::Go, 12, "helmet.New("}, {Language::Go, 6, "secure.Config{"}, {Language::Go, 7, "http.Header{"}, {Language::Go, 3, "\npackage "},
    {Language::Csharp, 7, "Response.Headers"}, {Language::Csharp, 12, "Response.AddHeader("}, {Language::Csharp, 12, "string.Format("}, {Language::Csharp, 12, "Response.AddHeader "}, {Language::Csharp, 5, "$\""}, {Language::Csharp, 5, "@\""},
    {Language::Csharp, 4, "\nusing "}, {Language::Csharp, 8, "HeaderPolicyCollection"}, {Language::Csharp, 5, ".TryAdd("},
    {Language::Csharp, 6, ".AddContentSecurityPolicy"}, {Language::Csharp, 4, "await next"}, {Language::Csharp, 5, "app.Use"},
    {Language::Csharp, 7, ".AddCustomHeader("}, {Language::Csharp, 8, ".UseXfo("}, {Language::Csharp, 8, ".UseCsp("},
    {Language::Csharp, 20, "End Sub"}, {Language::Csharp, 20, "End Function"}, {Language::Csharp, 12, "\nDim "}, {Language::Csharp, 12, "ByVal "},
    {Language::Csharp, 8, ".AddHsts("}, {Language::Csharp, 8, ".UseHsts("}, {Language::Csharp, 10, "using System"}, {Language::Csharp, 10, "using Microsoft"},
    {Language::Rust, 6, "\nuse "}, {Language::Rust, 5, "Header::new("}, {Language::Rust, 6, "#["}, {Language::Rust, 4, "_ {"},
    {Language::Rust, 5, "fn "}, {Language::Rust, 4, "mut "}, {Language::Rust, 6, "from_static("}, {Language::Rust, 6, "&str"},
    {Language::Rust, 4, "impl "}, {Language::Rust, 6, "header::"}, {Language::Rust, 5, ".layer("}, {Language::Rust, 6, "DefaultHeaders"},
    {Language::Rust, 12, "Shield::"}, {Language::Rust, 4, "let "}, {Language::Rust, 3, "::new()"}, {Language::Rust, 3, "vec!["},
    {Language::Elixir, 7, "|> "}, {Language::Elixir, 8, "defmodule "}, {Language::Elixir, 8, "%{"}, {Language::Elixir, 6, "plug :"},
    {Language::Elixir, 8, "put_resp_header"}, {Language::Elixir, 4, "<>"}, {Language::Elixir, 5, "\n  @"}, {Language::Elixir, 5, "{\""}, {Language::Python, 4, "= {\""}, {Language::JavaScript, 3, "= {\""}, {Language::Python, 5, ".update({"}, {Language::Python, 8, ".headers.update("}, {Language::Python, 3, ", headers=headers)"},
    {Language::Lua, 12, "ngx."}, {Language::Lua, 6, "\nlocal "}, {Language::Lua, 5, "local function"}, {Language::Lua, 6, " then\n"},
    {Language::Lua, 5, "\nend"}, {Language::Lua, 4, "elseif "}, {Language::Lua, 5, "~="}, {Language::Lua, 6, "\" .."}, {Language::Lua, 6, "' .."},
    {Language::Lua, 12, "_by_lua"}, {Language::Lua, 8, "core.register_"}, {Language::Lua, 8, ":res_set_header("}, {Language::Lua, 5, "(self)"},
    {Language::Lua, 6, "require(\"l"}, {Language::Lua, 12, "kong.response."},
    // R
    {Language::Other, 20, "res$setHeader("}, {Language::Other, 10, "<- function("}, {Language::Other, 8, "paste0("}, {Language::Other, 6, "paste("},
    {Language::Other, 8, "list(`"}, {Language::Other, 12, "` = \""}, {Language::Other, 12, "]] <- "}, {Language::Other, 20, "$headers <- "}, {Language::Other, 12, "200L"},
    {Language::Other, 12, "\nlibrary("}, {Language::Other, 12, "c(`"}, {Language::Other, 8, "list(\""},
    // Clojure
    {Language::Other, 20, "(defn "}, {Language::Other, 20, "(ns "}, {Language::Other, 10, "(-> "}, {Language::Other, 20, ":headers {\""}, {Language::Other, 12, "(assoc"},
    {Language::Other, 12, "(header "}, {Language::Other, 12, "/header "}, {Language::Other, 12, "{\"xxxxxx\" \""}, {Language::Other, 5, "\" \""}, {Language::Other, 8, "(def "},
    // Pascal
    {Language::Other, 20, "\nprocedure "}, {Language::Other, 20, "\nuses "}, {Language::Other, 12, "\nend;"},
    // Haskell, Elm
    {Language::Other, 4, " :: "}, {Language::Other, 8, " = do\n"}, {Language::Other, 8, " $ do"}, {Language::Other, 12, "import Network."}, {Language::Other, 20, "import qualified "},
    {Language::Other, 20, "setHeader \""}, {Language::Other, 20, "addHeader \""}, {Language::Other, 30, "{-# "}, {Language::Other, 12, " exposing ("}, {Language::Other, 12, ": List ("},
    {Language::Other, 10, "\nmodule "}, {Language::Other, 5, " (\"x"},
    // OCaml, F#
    {Language::Other, 12, "let () ="}, {Language::Other, 20, "~headers:"}, {Language::Other, 12, "Dream."}, {Language::Other, 12, "Cohttp."}, {Language::Other, 20, "setHttpHeader \""},
    {Language::Other, 12, ">=> "}, {Language::Other, 20, "HttpHandler ="}, {Language::Other, 20, "open Giraffe"}, {Language::Other, 20, "open Falco"},
    // Erlang
    {Language::Other, 20, "cowboy_req"}, {Language::Other, 30, "<cfheader "}, {Language::Other, 12, "<<\""}, {Language::Other, 20, "-module("}, {Language::Other, 12, "\">>"},
    {Language::Perl, 30, "use strict"}, {Language::Perl, 12, "\nmy "}, {Language::Perl, 12, "my $"}, {Language::Perl, 12, "$c->"}, {Language::Perl, 12, "$q->"}, {Language::Perl, 12, "->res->"},
    {Language::Perl, 30, "use CGI"}, {Language::Perl, 30, "use Mojo"}, {Language::Perl, 30, "use Dancer"}, {Language::Perl, 30, "use Plack"}, {Language::Perl, 12, "= shift"}, {Language::Perl, 12, " = bless("},
    {Language::Perl, 30, "$VAR1 = "}, {Language::Perl, 8, "sub {"}, {Language::Perl, 8, "=> sub "}, {Language::Perl, 12, "= @_;"}, {Language::Perl, 12, "-type =>"}, {Language::Perl, 12, "-type=>"}, {Language::Perl, 8, "qw("},
    {Language::Perl, 12, "\nsub "}, {Language::Perl, 8, "print \""}, {Language::Perl, 10, "\\n\";"}, {Language::Perl, 12, "\nuse "},
    {Language::Php, 10, "=> array:"}, {Language::Python, 8, "proc "}, {Language::Python, 6, "\" &\n"}, {Language::Python, 30, "<CIMultiDict"}, {Language::Python, 30, "<Response ["},
    {Language::Java, 8, "HTTPField"}, {Language::Java, 8, "(name: ."}, {Language::Java, 6, "headers[."},
    {Language::Shell, 8, "#!/bin"},
    // What runs it is said in its first line.
    {Language::Shell, 20, "#!/usr/bin/env bash"}, {Language::Python, 30, "#!/usr/bin/env python"}, {Language::Python, 30, "#!/usr/bin/python"},
    {Language::JavaScript, 30, "#!/usr/bin/env node"}, {Language::Ruby, 30, "#!/usr/bin/env ruby"}, {Language::Perl, 30, "#!/usr/bin/perl"}, {Language::Perl, 30, "#!/usr/bin/env perl"},
    {Language::Php, 30, "#!/usr/bin/env php"},
};
// clang-format on

constexpr Language kLanguages[] = {Language::JavaScript, Language::Python, Language::Php,    Language::Ruby,
                                   Language::Java,       Language::Go,     Language::Csharp, Language::Rust,
                                   Language::Elixir,     Language::Shell,  Language::Lua,    Language::Perl,
                                   Language::Other};

/// Words that tell languages apart which are read as one.
struct Name {
  Language language;
  Language read_as;
  std::string_view words;
};
constexpr Name kNames[] = {
    {Language::Swift, Language::Java, "import Vapor"},
    {Language::Swift, Language::Java, "import Hummingbird"},
    {Language::Swift, Language::Java, ".replaceOrAdd("},
    {Language::Swift, Language::Java, "HTTPField"},
    {Language::Swift, Language::Java, "guard let "},
    {Language::Swift, Language::Java, "(name: ."},
    {Language::Swift, Language::Java, "headers[."},
    {Language::Scala, Language::Java, "import play."},
    {Language::Scala, Language::Java, "import zio"},
    {Language::Scala, Language::Java, "import org.http4s"},
    {Language::Scala, Language::Java, "import akka."},
    {Language::Scala, Language::Java, ".withHeaders("},
    {Language::Scala, Language::Java, ".mkString("},
    {Language::Scala, Language::Java, ".stripMargin"},
    {Language::Scala, Language::Java, "Header.Raw("},
    {Language::Scala, Language::Java, " ci\""},
    {Language::Dart, Language::JavaScript, "import 'xxxxxxx:"},
    {Language::Dart, Language::JavaScript, "import 'xxxx:"},
    {Language::Dart, Language::JavaScript, "Future<"},
    {Language::Dart, Language::JavaScript, "HttpServer.bind("},
};
constexpr std::string_view kWordsOfCpp[] = {"\n#include <", "\n#include \"",      "std::string", "std::move(",
                                            "\nint main(",  "server.sendHeader(", "nullptr",     "const auto&"};

/// What the language is called that is read as `found`.
Language named(Language found, std::string_view head) {
  const auto has = [&](std::string_view words) { return head.find(words) != head.npos; };
  const bool braces = found != Language::Php && found != Language::Go && found != Language::Rust;
  if (braces && std::any_of(std::begin(kWordsOfCpp), std::end(kWordsOfCpp), has)) return Language::Cpp;
  const auto* name = std::find_if(std::begin(kNames), std::end(kNames),
                                  [&](const Name& each) { return each.read_as == found && has(each.words); });
  return name == std::end(kNames) ? found : name->language;
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

/// The code of the text alone, byte for byte: comments are blank, whatever language they are of, and the letters
/// in quotes are all alike. What a comment or a text says is no evidence of the language around it.
class CodeAlone {
 public:
  /// `levels`: the letters in quotes, too, are made alike.
  CodeAlone(std::string_view s, bool levels) : s_(s), out_(s), levels_(levels) {}

  std::string take() {
    while (at_ < s_.size()) next();
    return std::move(out_);
  }
  /// Lines that are comments of "#", less those of "//" and "/*".
  int hash_comments() const { return hash_comments_; }

 private:
  char behind(std::size_t count = 1) const { return at_ + count < s_.size() ? s_[at_ + count] : '\n'; }
  bool looking_at(std::string_view words) const { return s_.substr(at_, words.size()) == words; }

  void next() {
    const char c = s_[at_];
    if (c == '\n' || text::is(c, text::kAsciiWhitespace)) {
      line_ = line_ || c == '\n';
      before_ = c;
      ++at_;
      return;
    }
    if (before_ == '\n' && c == '=' && text::is(behind(), text::kAlpha)) return blank_pod();
    const bool comment = begins_line_comment(c);
    if (line_ && (comment || looking_at("/*"))) hash_comments_ += c == '#' ? 1 : c == '/' ? -1 : 0;
    if (comment) return blank_to(s_.find('\n', at_));
    if (looking_at("/*")) return blank_to(end_behind("*/"));
    if (looking_at("<!--")) return blank_to(end_behind("-->"));
    line_ = false;
    before_ = c;
    if (!is_quote(c)) {
      at_ += c == '\\' && behind() != '\n' ? 2 : 1;
    } else if (c != '`' && behind() == c && behind(2) == c) {
      at_ += 3;
      level_to(s_.find(s_.substr(at_ - 3, 3), at_), 3);
    } else {
      ++at_;
      level_to(closing(c), 1);
    }
  }

  /// Perl's pods and Ruby's long comments, up to the line that ends them; the words that begin and end them stay.
  void blank_pod() {
    const auto word_end = [&] { return std::min(s_.find_first_of(" \t\r\n", at_), s_.size()); };
    const bool ends = looking_at("=cut") || looking_at("=end");
    at_ = word_end();
    before_ = ' ';
    if (ends) return;
    std::size_t end = s_.find("\n=cut", at_);
    if (end == s_.npos) end = s_.find("\n=end", at_);
    blank_to(end);
  }

  /// Behind a blank or a mark that ends something. "#[derive]", "#!/bin/sh", "#include" and "#{x}" are code.
  bool begins_line_comment(char c) const {
    const bool free = line_ || text::is(before_, text::kAsciiWhitespace);
    if (c == '#')
      return free && (text::is(behind(), text::kAsciiWhitespace) ||
                      (line_ && text::is(behind(), text::kAlpha) && !looking_at("#include") && !looking_at("#define")));
    if (c == '-') return line_ && looking_at("-- ");
    return c == '/' && behind() == '/' &&
           (free || std::string_view(";,{}()[]").find(before_) != std::string_view::npos);
  }

  std::size_t end_behind(std::string_view mark) const {
    const std::size_t end = s_.find(mark, at_ + 2);
    return end == std::string_view::npos ? end : end + mark.size();
  }

  /// Where the quote that was opened right before is closed; none on its line: an apostrophe.
  std::size_t closing(char quote) const {
    for (std::size_t at = at_; at < s_.size(); ++at) {
      if (s_[at] == '\\') {
        ++at;
      } else if (s_[at] == quote) {
        return at;
      } else if (s_[at] == '\n' && quote != '`') {
        break;
      }
    }
    return std::string_view::npos;
  }

  void blank_to(std::size_t end) {
    for (end = std::min(end, s_.size()); at_ < end; ++at_) {
      if (s_[at_] != '\n' && s_[at_] != '\r') out_[at_] = ' ';
    }
  }

  void level_to(std::size_t end, std::size_t mark) {
    if (end == std::string_view::npos) return;
    for (; levels_ && at_ < end; ++at_) {
      if (text::is(s_[at_], text::kAlpha)) out_[at_] = 'x';
    }
    at_ = end + mark;
  }

  std::string_view s_;
  std::string out_;
  bool levels_;
  std::size_t at_ = 0;
  int hash_comments_ = 0;
  bool line_ = true;  // nothing but blanks stands before on this line
  char before_ = '\n';
};

/// Words that stand for headers or directives without naming them in a literal.
constexpr std::string_view kTelling[] = {"helmet",
                                         "Shield",
                                         "Talisman",
                                         "SecureHeaders",
                                         "HeaderPolicyCollection",
                                         "Directive",
                                         "policyDirectives",
                                         "contentSecurityPolicy",
                                         "ContentSecurityPolicy",
                                         "content_security_policy",
                                         "CONTENT_SECURITY_POLICY",
                                         "CONTENT_SECURITY_POLICY_REPORT_ONLY",
                                         "SECURE_CSP",
                                         "SECURE_CSP_REPORT_ONLY",
                                         "SECURE_HSTS_SECONDS",
                                         "SECURE_REFERRER_POLICY",
                                         "SECURE_CONTENT_TYPE_NOSNIFF",
                                         "X_FRAME_OPTIONS",
                                         "CSP_DEFAULT_SRC",
                                         "CSP_SCRIPT_SRC",
                                         "csp",
                                         "CSP",
                                         "frameOptions",
                                         "StrictTransportSecurity",
                                         "STSSeconds",
                                         "addDirective",
                                         "strictTransportSecurity",
                                         "securityHeaders",
                                         "secureHeaders",
                                         "AddHsts",
                                         "UseHsts",
                                         "HSTS",
                                         "force_ssl",
                                         "ssl_options",
                                         "permissions_policy",
                                         "UseSecurityHeaders",
                                         "UseXfo",
                                         "UseCsp",
                                         "XFrameOptions",
                                         "noSniff",
                                         "httpEquiv",
                                         "Content_Security_Policy",
                                         "X_Frame_Options",
                                         "default_src",
                                         "script_src"};

/// Whether what stands in quotes is the name of a header or a directive, up to `behind`.
bool is_sign(std::string_view name, char behind) {
  if (name.substr(0, 1) == "-") name.remove_prefix(1);  // of CGI's options
  if (name.size() < 3 || !(is_quote(behind) || behind == ':' || behind == ' ')) return false;
  return is_directive(name) || (behind != ' ' && header_name(name) != HeaderName::Unknown);
}

bool is_telling(std::string_view word) {
  return word.size() >= 3 && std::find(std::begin(kTelling), std::end(kTelling), word) != std::end(kTelling);
}

/// Where reports are sent to is told with the same words: "/csp", "csp-endpoint".
bool is_of_address(std::string_view s, std::size_t at, std::size_t end) {
  const char before = at > 0 ? s[at - 1] : '\0';
  const char behind = end < s.size() ? s[end] : '\0';
  return before == '/' || (s.substr(at, end - at) == "csp" && (before == '-' || behind == '-'));
}

std::size_t word_end(std::string_view s, std::size_t at) {
  while (at < s.size() && is_word_byte(s[at])) ++at;
  return at;
}

/// Where a name in quotes ends that begins at `at`, as far as names are long.
std::size_t quoted_name_end(std::string_view s, std::size_t at) {
  const std::size_t most = std::min(s.size(), at + 49);
  while (at < most && (text::is(s[at], text::kLabel) || s[at] == '_')) ++at;
  return at;
}

/// A header's or a directive's name in quotes, or a word that stands for one.
bool has_signs(std::string_view s) {
  for (std::size_t at = 0; at < s.size();) {
    if (is_quote(s[at])) {
      const std::size_t start = at + 1;
      const std::size_t end = quoted_name_end(s, start);
      if (is_sign(s.substr(start, end - start), end < s.size() ? s[end] : '\0')) return true;
      // What closes one literal may open the next.
      at = end - start < 3 ? start : end;
    } else if (is_word_byte(s[at])) {
      const std::size_t end = word_end(s, at);
      if (is_telling(s.substr(at, end - at)) && !is_of_address(s, at, end)) return true;
      at = end;
    } else {
      ++at;
    }
  }
  return false;
}

/// Header lines, a message, JSON, a page: what other readers read.
bool is_of_others(std::string_view s) {
  const std::string_view line = s.substr(0, s.find('\n'));
  if (status_of(line)) return true;
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && header_name(text::trim(line.substr(0, colon))) != HeaderName::Unknown)
    return true;
  if (s.substr(0, 12) == "<CIMultiDict" || s.substr(0, 11) == "<Response [" || s.substr(0, 3) == "<cf") return false;
  if (line[0] == '<')
    return s.substr(0, 5) != "<?php" && s.substr(0, 3) != "<?=" && s.substr(0, 3) != "<? " && s.substr(0, 2) != "<%";
  if (s.substr(0, 5) == "-----" || s.substr(0, 9) == "Traceback") return true;
  if (line[0] == '{' || line[0] == '[') {
    std::size_t at = 1;
    while (at < s.size() && (text::is(s[at], text::kAsciiWhitespace) || s[at] == '{' || s[at] == '[')) ++at;
    if (at >= s.size()) return true;
    if (s[at] == '"') {
      // A Ruby hash has arrows, a list of Elixir or Go may begin so as well.
      const std::size_t end = s.find('"', at + 1);
      if (end == std::string_view::npos) return true;
      const std::string_view rest = text::trim(s.substr(end + 1, 8));
      // Clojure's maps have neither.
      const bool neighbours = s[at - 1] == '{' && rest.substr(0, 1) == "\"";
      return rest.substr(0, 2) != "=>" && !neighbours && !(rest.substr(0, 1) == "," && s[at - 1] == '{');
    }
    return false;
  }
  return false;
}

/// Configuration that is written much like code.
bool is_configuration(std::string_view s) {
  for (const std::string_view sign :
       {"apiVersion:", "[[headers]]", "[http.", "resp.http.", "resource \"", "http-response ", "sub vcl_", "setenv.",
        "customResponseHeaders", "response_headers_to_add", "Header always ", "Header set ", "add_header ",
        "diff --git "}) {
    if (s.substr(0, 16384).find(sign) != s.npos) return true;
  }
  return false;
}

using Points = std::array<int, std::size(kLanguages)>;

int& points_of(Points& points, Language language) { return points[static_cast<std::size_t>(language)]; }

void count_signs(std::string_view head, Points& points) {
  constexpr int kMostCounted = 3;
  for (const Sign& sign : kSigns) {
    int found = 0;
    for (std::size_t at = head.find(sign.words); at != head.npos && found < kMostCounted;
         at = head.find(sign.words, at + 1)) {
      ++found;
      points_of(points, sign.language) += found == 1 ? sign.weight : 1;
    }
  }
}

/// How many lines are NAME="value".
std::size_t count_settings(std::string_view head) {
  std::size_t settings = 0;
  for (std::size_t at = 0; at < head.size();) {
    if (head.substr(at, 7) == "export ") at += 7;
    std::size_t end = at;
    while (end < head.size() && is_word_byte(head[end])) ++end;
    if (end > at && end + 1 < head.size() && head[end] == '=' && head[end + 1] != '=' && head[end + 1] != ' ')
      ++settings;
    at = head.find('\n', at);
    if (at == std::string_view::npos) break;
    ++at;
  }
  return settings;
}

/// A language without such comments has no such lines: `hash_comments` are those that begin with "#", less those
/// that begin with "//".
bool speaks_against(Language language, int hash_comments) {
  switch (language) {
    case Language::Python:
    case Language::Ruby:
    case Language::Elixir:
    case Language::Perl:
    case Language::Shell: return hash_comments < 0;
    case Language::Other:
    case Language::Php: return false;
    default: return hash_comments > 0;
  }
}

}  // namespace language_detail
using namespace language_detail;

std::size_t printed_start(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == text.npos) return 0;
  const std::size_t line_end = std::min(text.find('\n', start), text.size());
  const std::string_view line = text.substr(start, line_end - start);
  if (line[0] == '[') {
    const std::size_t rust = line.find(".rs:");
    const std::size_t close = line.find("] ");
    const std::size_t equals = line.find(" = ", std::min(close, line.size()));
    return rust < close && equals != line.npos ? start + equals + 3 : 0;
  }
  if (line.substr(0, 2) != "$ " && line.substr(0, 3) != "PS ") return 0;
  const std::size_t next = text.find_first_not_of(" \t\r\n", line_end);
  return next != text.npos && (text[next] == '{' || text[next] == '[') ? next : 0;
}

std::optional<Language> language_of(std::string_view text) {
  constexpr std::size_t kReadable = 262144;
  const std::size_t printed = printed_start(text);
  const bool by_rust = printed > 0 && text::trim(text)[0] == '[';
  const std::string_view s = text::trim(text.substr(printed)).substr(0, kReadable);
  if (by_rust && has_signs(s)) return Language::Rust;
  if (s.empty() || is_of_others(s) || !has_signs(s)) return std::nullopt;
  constexpr std::size_t kEnough = 16384;
  const std::string without_comments = CodeAlone(s, false).take();
  if (is_configuration(without_comments) || !has_signs(without_comments)) return std::nullopt;
  CodeAlone code(s.substr(0, kEnough), true);
  // Signs that begin a line begin the first one, too.
  const std::string alone = "\n" + code.take();
  const std::string_view head = alone;
  Points points{};
  count_signs(head, points);
  // What Python prints begins so; Node breaks the line first.
  for (const std::string_view start : {"{'", "[('", "('", "[(b'"}) {
    if (s.substr(0, start.size()) == start) points_of(points, Language::Python) += 10;
  }
  points_of(points, Language::Shell) += static_cast<int>(std::min<std::size_t>(count_settings(head), 4)) * 3;
  constexpr int kTelling = 8;
  for (const Language each : kLanguages) {
    if (speaks_against(each, code.hash_comments())) points_of(points, each) -= kTelling;
  }
  const auto best = std::max_element(points.begin(), points.end());
  return named(*best <= 0 ? Language::JavaScript : kLanguages[best - points.begin()], head);
}

}  // namespace headstrong::http::code
