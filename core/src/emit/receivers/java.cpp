// Spring: a controller, and a filter chain of its own that asks for no CSRF token.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace java_detail {

constexpr std::string_view kText = R"(
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;

@RestController
public class CspReports {
    private static final String PATH = @PATH@;
    private static final int MAX_BYTES = 65536;
    private static final int MAX_REPORTS = 100;
    private static final int MAX_TEXT = 200;
    private static final List<String> TYPES =
            List.of("application/csp-report", "application/reports+json", "application/json");
    /** The name in the log, and the names in reports. */
    private static final String[] FIELDS = {
@FIELDS@    };
    private static final Logger LOG = LoggerFactory.getLogger(CspReports.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reports come without a token and without a session. Those of other origins ask by OPTIONS first, which Spring MVC
     * shows to no controller: this chain answers, whatever the application's own CORS settings are.
     */
    @Bean
    @Order(0)
    public SecurityFilterChain cspReportsChain(HttpSecurity http) throws Exception {
        CorsConfiguration anyOrigin = new CorsConfiguration();
        anyOrigin.setAllowedOrigins(List.of("*"));
        anyOrigin.setAllowedMethods(List.of("POST"));
        anyOrigin.setAllowedHeaders(List.of("content-type"));
        anyOrigin.setMaxAge(86400L);
        return http.securityMatcher(PATH)
                .cors(cors -> cors.configurationSource(request -> anyOrigin))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    @PostMapping(PATH)
    public ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
        return ResponseEntity.status(statusOf(request)).build();
    }

    private static int statusOf(HttpServletRequest request) throws IOException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        if (!TYPES.contains(type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))) return 415;
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) return 413;
        List<String> lines = new ArrayList<>();
        try {
            JsonNode data = JSON.readTree(body);
            if (data.isArray() && data.size() > MAX_REPORTS) return 413;
            for (JsonNode report : data.isArray() ? data : List.of(data)) lines.add(lineOf(report));
        } catch (IOException | IllegalArgumentException error) {
            return 400;
        }
        lines.forEach(LOG::warn);
        return 204;
    }

    private static String lineOf(JsonNode report) throws IOException {
        JsonNode body = report.path("csp-report");
        boolean old = body.isObject();
        if (!old && !report.path("type").isTextual()) throw new IllegalArgumentException();
        if (!old) body = report.path("body");
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", old ? "csp-violation" : cut(report.path("type").asText()));
        for (String row : FIELDS) {
            String[] names = row.split(" ");
            for (int i = 1; i < names.length && !line.containsKey(names[0]); i++) {
                Object shown = shown(names[0], names[i].equals("url") && !old ? report.path("url") : body.path(names[i]));
                if (shown != null) line.put(names[0], shown);
            }
        }
        // What is not printable ASCII is escaped, so that nothing ends the line or acts on a terminal.
        StringBuilder out = new StringBuilder("csp-report ");
        for (char c : JSON.writeValueAsString(line).toCharArray()) {
            if (c >= ' ' && c <= '~') out.append(c);
            else out.append('\\').append('u').append(String.format("%04x", (int) c));
        }
        return out.toString();
    }

    private static Object shown(String key, JsonNode value) {
        if (value.canConvertToInt() && value.isIntegralNumber()) return value.asInt();
        if (!value.isTextual()) return null;
        boolean address = key.equals("document") || key.equals("blocked") || key.equals("source");
        return cut(address ? value.asText().split("[?#]", 2)[0].replaceFirst("//[^/]*@", "//") : value.asText());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
)";

}  // namespace java_detail

void write_spring(std::string_view path, EmitResult& result) {
  result.files.push_back(
      {"CspReports.java",
       "in a package that Spring scans (add its package line); Spring Boot 3 with Jackson 2; not run in Spring",
       opening("// ") + filled(java_detail::kText, path, "        ")});
}

}  // namespace headstrong::emitters::receivers
