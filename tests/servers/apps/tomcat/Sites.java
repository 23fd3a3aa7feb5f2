// One web application behind each emitted filter, told apart by the Host header; it sends copies of its own.
package sites;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public class Sites extends HttpServlet {
    /** Hands each request to the filter in the package that its host names. */
    public static class Dispatcher extends HttpFilter {
        private final Map<String, Filter> filters = new ConcurrentHashMap<>();

        private Filter made(String site) {
            try {
                return (Filter) Class.forName(site + ".SecurityHeaders").getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException error) {
                throw new IllegalArgumentException(error);
            }
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            filters.computeIfAbsent(request.getServerName(), this::made).doFilter(request, response, chain);
        }
    }

    /** An exception that web.xml has a page for. */
    public static class Expected extends RuntimeException {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath();
        if (path.equals("/denied")) response.sendError(403);
        if (path.equals("/old")) response.sendRedirect("/new");
        if (path.equals("/failing")) throw new IllegalStateException();
        if (path.equals("/expected")) throw new Expected();
        if (response.isCommitted() || path.equals("/denied")) return;
        String[] names = request.getParameterValues("name");
        for (String name : names == null ? new String[0] : names) {
            response.setHeader(name, "from-the-application");
            response.addHeader(name, "from-the-application");
            if (path.equals("/up")) response.setHeader(name, "from-the-application");
        }
        if (path.equals("/reset")) response.reset();
        response.setHeader("Set-Cookie", "session=kept");
        response.setContentType("text/html");
        response.getWriter().print("<script nonce=\"" + request.getAttribute("cspNonce") + "\"></script>");
    }
}
