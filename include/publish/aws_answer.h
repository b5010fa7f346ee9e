/* aws_answer.h - an answer that says no, told to people. */
#ifndef PUBLISH_AWS_ANSWER_H
#define PUBLISH_AWS_ANSWER_H
#include "base/buf.h"
#include "publish/http.h"

/* What an error answer of S3 or CloudFront means, in words; what says what was tried. */
void aws_answer_explain(const struct http_answer *a, struct str what, struct arena scratch,
                        struct buf *why);
#endif
