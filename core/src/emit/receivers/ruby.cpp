// Rails: a Rack application behind a route, which no controller's forgery protection stands before.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace ruby_detail {

constexpr std::string_view kText = R"(
require "json"

module HeadstrongReports
  PATH = @PATH@
  MAX_BYTES = 65_536
  MAX_REPORTS = 100
  MAX_TEXT = 200
  TYPES = ["application/csp-report", "application/reports+json", "application/json"].freeze
  # In lower case, as Rack 3 wants them.
  CORS = {
    "access-control-allow-origin" => "*",
    "access-control-allow-methods" => "POST",
    "access-control-allow-headers" => "content-type",
    "access-control-max-age" => "86400",
  }.freeze
  # The name in the log, and the names in reports.
  FIELDS = [
@FIELDS@  ].map(&:split).freeze

  class << self
    def call(env)
      case env["REQUEST_METHOD"]
      when "OPTIONS" then [204, CORS.dup, []]
      when "POST" then [status_of(env), CORS.dup, []]
      else [405, CORS.merge("allow" => "POST, OPTIONS"), []]
      end
    end

    private

    def status_of(env)
      return 415 unless TYPES.include?(env["CONTENT_TYPE"].to_s.split(";").first.to_s.strip.downcase)

      body = env["rack.input"]&.read(MAX_BYTES + 1).to_s.dup.force_encoding(Encoding::UTF_8)
      return 413 if body.bytesize > MAX_BYTES
      return 400 unless body.valid_encoding?

      data = JSON.parse(body, max_nesting: 64)
      reports = data.is_a?(Array) ? data : [data]
      return 413 if reports.size > MAX_REPORTS

      reports.map { |report| line_of(report) }.each { |line| Rails.logger.warn(line) }
      204
    rescue JSON::ParserError, ArgumentError
      400
    end

    def line_of(report)
      raise ArgumentError unless report.is_a?(Hash)

      if report["csp-report"].is_a?(Hash)
        found = report["csp-report"].merge("type" => "csp-violation")
      elsif report["type"].is_a?(String)
        body = report["body"].is_a?(Hash) ? report["body"] : {}
        found = body.merge("type" => report["type"], "url" => report["url"])
      else
        raise ArgumentError
      end
      line = FIELDS.to_h { |key, *names| [key, names.filter_map { |name| shown(key, found[name]) }.first] }.compact
      "csp-report #{JSON.generate(line, ascii_only: true).gsub("\x7f", '\\\\u007f')}"
    end

    def shown(key, value)
      return value if value.is_a?(Integer) && value.abs < 2**31
      return nil unless value.is_a?(String)

      # Half of a surrogate pair is not a character.
      text = value.scrub("?")
      text = text.split(/[?#]/, 2).first.to_s.sub(%r{//[^/]*@}, "//") if %w[document blocked source].include?(key)
      text.length <= MAX_TEXT ? text : "#{text[0, MAX_TEXT]}..."
    end
  end
end

# Before the application's own routes, of which one may match every path.
Rails.application.routes.prepend do
  match HeadstrongReports::PATH, to: HeadstrongReports, via: :all
end
)";

}  // namespace ruby_detail

void write_rails(std::string_view path, EmitResult& result) {
  result.files.push_back({"headstrong_reports.rb", "in config/initializers (Rails 6 or later)",
                          opening("# ") + filled(ruby_detail::kText, path, "    ")});
}

}  // namespace headstrong::emitters::receivers
