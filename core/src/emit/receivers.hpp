// Code that takes violation reports, for targets that are code themselves.
//
// All of them do the same. A report comes as application/csp-report (report-uri: one object with
// "csp-report" in it), as application/reports+json (Reporting API: an array of reports), or from old
// browsers as application/json. The answer is 204, and one line a report is logged: "csp-report " and a
// JSON object in ASCII, so that nothing in a report can end the line or act on a terminal; texts are cut
// at 200 characters, and addresses lose their query, user name and password, which are or may hold secrets. 413: over 64 KiB, or more
// than 100 reports (browsers keep no more); 415: another type; 400: not JSON, or no report. No answer has
// a body, so that nothing is reflected. An endpoint on another origin is asked by OPTIONS first, which
// sends no report unless it is answered (CORS).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/target.hpp"

namespace headstrong::emitters::receivers {

/// Whether it is an option that many targets have: "receiver", "endpoint" or "rollout".
bool is_option(std::string_view name);
/// The last value given, or "".
std::string_view option(const EmitOptions& options, std::string_view name);

/// The path at which reports are taken; empty where no receiver is wanted. It is that of the option
/// `endpoint`, else of the set's own Reporting-Endpoints or report-uri, else /csp-reports. Refuses what
/// the options can't be and a set whose endpoints no receiver can answer at; warns where no header of the set names
/// the path, and where it names it at a host, since the receiver must run there.
std::string path_of(const TargetSpec& spec, const HeaderSet& headers, const EmitOptions& options, EmitResult& result);

/// The options of this kind that the target takes.
void add_options(const TargetSpec& spec, std::vector<TargetOption>& options);

/// Which fields of a report are logged: for each its name in the line and the names it goes by, as one
/// literal in double quotes a line, which every language here reads alike.
std::string field_lines(std::string_view indent);

/// The comment that a file begins with, each line after `prefix`.
std::string opening(std::string_view prefix);

/// `text` with the path as a literal in double quotes for @PATH@ and field_lines(indent) for @FIELDS@.
std::string filled(std::string_view text, std::string_view path, std::string_view indent);

void write_aiohttp(std::string_view path, EmitResult& result);
void write_aspnet(std::string_view path, EmitResult& result);
void write_cloudflare_worker(std::string_view path, EmitResult& result);
void write_django(std::string_view path, EmitResult& result);
void write_express(std::string_view path, EmitResult& result);
void write_flask(std::string_view path, EmitResult& result);
void write_go(std::string_view path, EmitResult& result);
void write_nextjs(std::string_view path, EmitResult& result);
void write_php(std::string_view path, EmitResult& result);
void write_rails(std::string_view path, EmitResult& result);
void write_spring(std::string_view path, EmitResult& result);
void write_starlette(std::string_view path, EmitResult& result);

}  // namespace headstrong::emitters::receivers
