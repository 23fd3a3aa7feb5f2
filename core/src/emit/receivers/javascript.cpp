// Express on Node's streams; Next.js and Workers on the web's Request and Response.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace javascript_detail {

constexpr std::string_view kReading = R"(
const PATH = @PATH@;
const MAX_BYTES = 65536;
const MAX_REPORTS = 100;
const MAX_TEXT = 200;
const TYPES = ["application/csp-report", "application/reports+json", "application/json"];
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "POST",
  "Access-Control-Allow-Headers": "content-type",
  "Access-Control-Max-Age": "86400",
};
// The name in the log, and the names in reports.
const FIELDS = [
@FIELDS@].map((row) => row.split(" "));

function shown(key, value) {
  if (Number.isSafeInteger(value)) return value;
  if (typeof value !== "string") return undefined;
  const text = ["document", "blocked", "source"].includes(key)
    ? value.split(/[?#]/)[0].replace(/\/\/[^/]*@/, "//")  // queries, user names and passwords may be secrets
    : value;
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}...`;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function lineOf(report) {
  if (!isObject(report)) throw new TypeError();
  let found;
  if (isObject(report["csp-report"])) {
    found = { ...report["csp-report"], type: "csp-violation" };
  } else {
    if (typeof report.type !== "string") throw new TypeError();
    found = { ...(isObject(report.body) ? report.body : {}), type: report.type, url: report.url };
  }
  const line = {};
  for (const [key, ...names] of FIELDS) {
    line[key] = names.map((name) => shown(key, found[name])).find((value) => value !== undefined);
  }
  // What is not printable ASCII is escaped, so that nothing ends the line or acts on a terminal.
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `csp-report ${JSON.stringify(line).replace(/[^\x20-\x7e]/g, escape)}`;
}

const isReportType = (type) => TYPES.includes(String(type ?? "").split(";")[0].trim().toLowerCase());

// The status of the answer; logs what came.
function statusOf(bytes) {
  let lines;
  try {
    const data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const reports = Array.isArray(data) ? data : [data];
    if (reports.length > MAX_REPORTS) return 413;
    lines = reports.map(lineOf);
  } catch {
    return 400;
  }
  for (const line of lines) console.warn(line);
  return 204;
}
)";

constexpr std::string_view kExpress = R"(
module.exports = (req, res, next) => {
  if (req.path !== PATH) return next();
  const answer = (status, more) => res.writeHead(status, { ...CORS, ...more }).end();
  if (req.method === "OPTIONS") return answer(204);
  if (req.method !== "POST") return answer(405, { Allow: "POST, OPTIONS" });
  if (!isReportType(req.headers["content-type"])) return answer(415);
  const chunks = [];
  let bytes = 0;
  const collect = (chunk) => {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) return chunks.push(chunk);
    if (bytes <= 16 * MAX_BYTES) return undefined;  // read to the end, so that the client hears the answer
    req.off("data", collect).off("end", finish).resume();
    return answer(413);
  };
  const finish = () => answer(bytes > MAX_BYTES ? 413 : statusOf(Buffer.concat(chunks)));
  return req.on("data", collect).on("end", finish).on("error", () => {});
};
)";

constexpr std::string_view kWeb = R"(
async function bytesOf(request) {
  const all = new Uint8Array(MAX_BYTES);
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = reader ? await reader.read() : { done: true };
    if (done) return all.subarray(0, length);
    if (length + value.length > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    all.set(value, length);
    length += value.length;
  }
}

async function take(request) {
  if (!isReportType(request.headers.get("content-type"))) return 415;
  const bytes = await bytesOf(request);
  return bytes === null ? 413 : statusOf(bytes);
}
)";

constexpr std::string_view kNext = R"(
export async function POST(request) {
  return new Response(null, { status: await take(request), headers: CORS });
}

export function OPTIONS() {
  return new Response(null, { status: 204, headers: CORS });
}
)";

constexpr std::string_view kWorker = R"(
export const isReport = (request) => new URL(request.url).pathname === PATH;

export async function receive(request) {
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: CORS });
  if (request.method !== "POST") {
    return new Response(null, { status: 405, headers: { ...CORS, Allow: "POST, OPTIONS" } });
  }
  return new Response(null, { status: await take(request), headers: CORS });
}
)";

std::string joined(std::string_view path, std::string_view first, std::string_view second = {}) {
  return filled(std::string(kReading).append(first).append(second), path, "  ");
}

}  // namespace javascript_detail

void write_express(std::string_view path, EmitResult& result) {
  result.files.push_back(
      {"headstrong-reports.cjs",
       "next to your application, after app.use(require(\"./headstrong.cjs\")) and "
       "before CSRF protection and parsers of bodies: "
       "app.use(require(\"./headstrong-reports.cjs\"))",
       opening("// ") + "\"use strict\";\n" + javascript_detail::joined(path, javascript_detail::kExpress)});
}

void write_nextjs(std::string_view path, EmitResult& result) {
  if (path.find("/_") != path.npos) {
    refuse(result, {}, "Next.js makes no route of a folder whose name begins with '_'; choose another endpoint");
    return;
  }
  // The file's place is the path; a constant of it would be used nowhere.
  std::string text = javascript_detail::joined(path, javascript_detail::kWeb, javascript_detail::kNext);
  const std::size_t constant = text.find("const PATH");
  text.erase(constant, text.find('\n', constant) + 1 - constant);
  result.files.push_back({"app" + std::string(path) + "/route.js",
                          "a route handler of the App Router (in src/ where app/ is there)", opening("// ") + text});
}

void write_cloudflare_worker(std::string_view path, EmitResult& result) {
  result.files.push_back(
      {"headstrong-reports.js", "next to headstrong-worker.js, which asks it first",
       opening("// ") + javascript_detail::joined(path, javascript_detail::kWeb, javascript_detail::kWorker)});
}

}  // namespace headstrong::emitters::receivers
