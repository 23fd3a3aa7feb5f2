// One response made ready for both kinds of question: what was written, and what a browser does.
#pragma once

#include <string>

#include "decide/policy_set.hpp"
#include "http/message.hpp"
#include "model/response_model.hpp"

namespace headstrong::decide {

/// What report-only policies count for.
enum class Dispositions { AsSent, AllEnforced };

/// Neither copied nor moved: the policy set points into the model. The response and its source must
/// outlive it.
class Page {
 public:
  /// `page_url` is the page to judge for in place of the response's own, where it is not empty.
  Page(const http::Response& response, std::string_view source, http::Format format, std::string_view page_url = {},
       Dispositions dispositions = Dispositions::AsSent);
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  const model::ResponseModel& model() const { return model_; }
  const PolicySet& policies() const { return policies_; }

 private:
  model::ResponseModel model_;
  std::string url_buffer_;
  std::string x_frame_options_;
  PolicySet policies_;
};

}  // namespace headstrong::decide
