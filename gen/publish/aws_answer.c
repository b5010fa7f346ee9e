/* aws_answer.c - what error answers of S3 and CloudFront mean, by table. */
#include "publish/aws_answer.h"

#include "base/xml.h"

/* clang-format off */
static const struct {
    const char *code, *help;
} advice[] = {
    { "SignatureDoesNotMatch", "the secret key does not belong to the access key id" },
    { "InvalidAccessKeyId",    "no account knows this access key id" },
    { "InvalidClientTokenId",  "no account knows this access key id" },
    { "InvalidToken",          "the session token is wrong or belongs to another key" },
    { "ExpiredToken",          "the credentials have expired: log in again" },
    { "AccessDenied",          "these credentials may not do that: see the deploy role in the manual" },
    { "NoSuchBucket",          "there is no such bucket: correct --to, or make it" },
    { "NoSuchDistribution",    "there is no such distribution: correct --distribution" },
    { "PermanentRedirect",     "the bucket is in another region: say --region" },
    { "AuthorizationHeaderMalformed", "the bucket is in another region: say --region" },
    { "RequestTimeTooSkewed",  "the clock of this machine is wrong" },
    { "XAmzContentSHA256Mismatch", "the file changed while it was sent" },
    { "TooManyInvalidationsInProgress", "too many invalidations are under way: try again later" },
};
/* clang-format on */

void aws_answer_explain(const struct http_answer *a, struct str what, struct arena scratch,
                        struct buf *why)
{
    buf_fmt(why, "%.*s: ", FMT(what));
    if (a->status == 0) {
        buf_fmt(why, "%.*s\n", FMT(a->why));
        return;
    }
    const struct xml *x = xml_parse(a->body, &scratch);
    const struct xml *inner = xml_child(x, "Error"); /* CloudFront wraps it */
    struct str code = xml_text(inner ? inner : x, "Code"),
               text = xml_text(inner ? inner : x, "Message");
    for (ptrdiff_t i = 0; i < LEN(advice); i++)
        if (str_equal(code, str_of(advice[i].code)))
            buf_fmt(why, "%s ", advice[i].help);
    if (code.len)
        buf_fmt(why, "(%d %.*s: %.*s)", a->status, FMT(code), FMT(str_sub(text, 0, 300)));
    else
        buf_fmt(why, "(status %d)", a->status);
    struct str region = http_header(a, "x-amz-bucket-region");
    if (region.len)
        buf_fmt(why, "; it is in %.*s", FMT(region));
    buf_char(why, '\n');
}
