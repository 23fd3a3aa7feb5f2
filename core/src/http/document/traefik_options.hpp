// The options of Traefik's headers middleware, which have names of their own for the headers that they send.
#pragma once

#include <string_view>

#include "http/document/places.hpp"

namespace headstrong::http::document {

class TraefikOptions {
 public:
  TraefikOptions(Document& document, Places& places) : document_(document), places_(places) {}

  /// Whether the middleware has an option of that name that a response's header hangs on.
  static bool knows(std::string_view option);

  /// An option and its value; of customResponseHeaders each name is given to add_header().
  void add(std::string_view option, Span name, std::uint32_t value, std::uint32_t entry);
  void add_header(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry);
  /// What follows from several options together.
  void finish();

 private:
  Document& document_;
  Places& places_;
  std::uint32_t seconds_ = kNone;
  std::uint32_t frame_deny_ = kNone;
  bool framing_ = false;
  bool subdomains_ = false;
  bool preload_ = false;
};

/// Reads every map "headers" that has such options, each as a place.
void read_traefik(Document& document, Paste& paste);

}  // namespace headstrong::http::document
