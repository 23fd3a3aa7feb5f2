// CloudFront's response headers policies, whose words are the same in the API's JSON, in CloudFormation and in
// Terraform, but for capitals and "_".
#pragma once

#include "http/document/document.hpp"
#include "http/message.hpp"

namespace headstrong::http::document {

/// Reads all policies of the tree, each as a place.
void read_cloudfront_policies(Document& document, Paste& paste);

}  // namespace headstrong::http::document
