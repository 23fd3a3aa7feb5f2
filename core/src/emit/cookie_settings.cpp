#include "emit/cookie_settings.hpp"

namespace headstrong::emitters {
namespace cookie_settings_detail {

struct Setting {
  std::string_view target;
  std::string_view setting;
};

constexpr std::string_view kFlask =
    R"(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax" in app.config.)";
constexpr std::string_view kDjango =
    R"(SESSION_COOKIE_SECURE = True, CSRF_COOKIE_SECURE = True, SESSION_COOKIE_SAMESITE = "Lax" in settings.py.)";
constexpr std::string_view kRails =
    "config.session_store :cookie_store, secure: true, httponly: true, same_site: :lax in the application's configuration.";
constexpr std::string_view kExpress =
    "cookie: { secure: true, httpOnly: true, sameSite: 'lax' } in the options of express-session.";

// From the documentation of each, read 2026-11-29.
constexpr Setting kSettings[] = {
    {"aiohttp", R"(secure=True, httponly=True, samesite="Lax" of aiohttp_session's storage, or of set_cookie().)"},
    {"aspnet",
     "Cookie.SecurePolicy = CookieSecurePolicy.Always, Cookie.HttpOnly = true, Cookie.SameSite = SameSiteMode.Lax "
     "in ConfigureApplicationCookie."},
    {"django", kDjango},
    {"django-csp", kDjango},
    {"express", kExpress},
    {"express-helmet", kExpress},
    {"flask", kFlask},
    {"flask-talisman", kFlask},
    {"laravel", "SESSION_SECURE_COOKIE=true, SESSION_HTTP_ONLY=true, SESSION_SAME_SITE=lax in .env."},
    {"nginx", "proxy_cookie_flags ~ secure httponly samesite=lax, with the cookie's name instead of ~ (nginx 1.19.3)."},
    {"php", "session.cookie_secure=1, session.cookie_httponly=1, session.cookie_samesite=Lax in php.ini."},
    {"phoenix", R"(secure: true, http_only: true, same_site: "Lax" in the session options of the endpoint.)"},
    {"rack",
     "secure: true, httponly: true, same_site: :lax in the options of Rack::Session::Cookie (Sinatra: set :sessions)."},
    {"rails", kRails},
    {"rails-secure-headers", kRails},
    {"spring-security",
     "server.servlet.session.cookie.secure=true, .http-only=true and .same-site=lax in application.properties."},
    {"starlette", R"(https_only=True, same_site="lax" of SessionMiddleware.)"},
};

}  // namespace cookie_settings_detail

std::string_view cookie_setting(std::string_view target) {
  for (const cookie_settings_detail::Setting& setting : cookie_settings_detail::kSettings) {
    if (setting.target == target) return setting.setting;
  }
  return {};
}

}  // namespace headstrong::emitters
