#include "http/code/word_tables.hpp"

#include <string_view>

#include "http/code/words.hpp"

namespace headstrong::http::code {

bool is_setter(std::string_view name) {
  return is_one_of(name, {"set",
                          "setheader",
                          "header",
                          "add",
                          "addheader",
                          "append",
                          "appendheader",
                          "insert",
                          "put",
                          "putrespheader",
                          "putresponseheader",
                          "withheader",
                          "withaddedheader",
                          "sendheader",
                          "setdefault",
                          "tryadd",
                          "tryaddwithoutvalidation",
                          "replaceoradd",
                          "overriding",
                          "ifnotpresent",
                          "appending",
                          "setrespheader",
                          "addcustomheader",
                          "customheader",
                          "setcustomheader",
                          "setresponseheader",
                          "responseheader",
                          "defaultheader",
                          "addresponseheader",
                          "replace",
                          "setrawheader",
                          "addrawheader",
                          "setifabsent",
                          "ressetheader",
                          "resaddheader",
                          "setheaders",
                          "headers",
                          "insertheader",
                          "rawheader",
                          "putheader",
                          "addstaticheader",
                          "createheader",
                          "headerwriter",
                          "store",
                          "staticheaderswriter",
                          "addheaderwriter",
                          "putsingle",
                          "putheaders",
                          "withresponseheader",
                          "modifyheader"});
}
bool adds_another(std::string_view name) {
  return is_one_of(name, {"add", "addheader", "append", "appendheader", "withaddedheader", "appending"});
}

bool is_assertion(std::string_view name) {
  for (const std::string_view start : {"assert", "expect", "should", "verify"}) {
    if (name.substr(0, start.size()) == start) return true;
  }
  return false;
}
bool is_test_word(std::string_view name) {
  return is_assertion(name) ||
         is_one_of(name, {"tobe",      "toequal",    "tomatchobject", "tohaveproperty", "tocontain", "tostrictequal",
                          "include",   "eq",         "equal",         "equals",         "haskey",    "test",
                          "it",        "describe",   "context",       "deepequal",      "match",     "andexpect",
                          "hasheader", "haveheader", "contains"});
}
bool is_request_word(std::string_view name) {
  // tower-http's SetRequestHeaderLayer
  if (name.find("requestheader") != name.npos && name.find("response") == name.npos) return true;
  return is_one_of(name, {"req", "request", "reqheaders", "proxyreq", "outgoing", "httprequest", "clientrequest",
                          "upstreamrequest", "given", "httprequestmessage", "requestspecification"});
}
bool sends_request(std::string_view name) {
  return is_one_of(name,
                   {"fetch",       "axios",         "got",       "ky",          "curl",         "newrequest", "urlopen",
                    "request",     "superagent",    "requests",  "httpclient",  "webclient",    "session",    "ajax",
                    "httparty",    "httpx",         "faraday",   "restclient",  "typhoeus",     "excon",      "ureq",
                    "reqwest",     "guzzle",        "unirest",   "restassured", "resttemplate", "httpentity", "client",
                    "asyncclient", "clientsession", "httpoison", "aiohttp"});
}

bool registers_route(std::string_view name) {
  return is_one_of(name, {"get", "post", "put", "patch", "delete", "all", "any", "route", "handle", "handlefunc",
                          "resource", "scope", "mapget", "mappost", "map", "use", "namespace"});
}
bool is_verb(std::string_view name) {
  return is_one_of(name, {"get", "post", "put", "head", "request", "patch", "delete", "options", "send", "getjson",
                          "exchange", "getasync", "postasync", "create", "extend", "update"});
}
bool is_guard(std::string_view word) {
  return is_one_of(word, {"if", "elif", "else", "elsif", "elseif", "unless", "while", "until", "for", "foreach",
                          "switch", "match", "case", "when", "except", "catch", "rescue", "cond"});
}
bool begins_function(std::string_view word) {
  return is_one_of(word, {"def", "defp", "function", "func", "fn", "fun", "class", "async", "defmodule", "module"});
}

bool keeps_text(std::string_view name) {
  return is_one_of(name, {"trim",       "strip",       "squish",
                          "freeze",     "tostring",    "tos",
                          "htmlsafe",   "into",        "parse",
                          "unwrap",     "asstr",       "clone",
                          "toowned",    "encode",      "decode",
                          "trimindent", "stripindent", "chomp",
                          "rstrip",     "lstrip",      "trimend",
                          "trimstart",  "asref",       "string",
                          "valueof",    "dup",         "replacelineendings",
                          "trimspace",  "call",        "unwrapor"});
}
bool wraps_text(std::string_view name) {
  return keeps_text(name) ||
         is_one_of(name, {"fromstatic", "fromstr",    "from",         "str",         "some",     "ok",
                          "cleandoc",   "dedent",     "stringvalues", "headervalue", "tryfrom",  "marksafe",
                          "raw",        "strval",     "concat",       "stringof",    "string",   "b",
                          "oneline",    "singleline", "minify",       "minifycsp",   "cspstring"});
}

}  // namespace headstrong::http::code
