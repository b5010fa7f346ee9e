/* fuzz_publish.c - everything that publish reads from servers, built sites and shared files: the
 * manifest, XML, references of HTML and CSS, pages of previews, credentials. The first byte chooses.
 */
#include "publish/credentials.h"
#include "publish/manifest.h"
#include "publish/preview.h"
#include "publish/references.h"
#include "publish/sign.h"
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ARENA = 256 << 20 };

static void manifest(struct str text, struct arena *keep)
{
    struct manifest m, again;
    struct buf why = buf_open(keep, 1000), out = buf_open(keep, MANIFEST_MAX_SIZE);
    if (!manifest_read(text, keep, &m, &why))
        return;
    manifest_write(&m, &out);
    if (!manifest_read(buf_str(&out), keep, &again, &why) || again.objects.len != m.objects.len)
        abort();
}

/* The same with a right check sum, so that what stands before it is read to its end. */
static void summed_manifest(struct str text, struct arena *keep)
{
    struct buf b = buf_open(keep, text.len + 200);
    buf_put(&b, S("{\"v\":1,\"release\":\"R\","));
    buf_put(&b, text);
    struct str sum = sha256_hex(sha256_of(buf_str(&b)), keep);
    buf_fmt(&b, "\"check\":\"%.*s\"}", FMT(sum));
    manifest(buf_str(&b), keep);
}

static void xml(struct str text, struct arena *keep)
{
    const struct xml *x = xml_parse(text, keep);
    (void)xml_text(xml_child(x, "Error"), "Code");
}

static void references(struct str text, struct arena *keep)
{
    struct references all = { 0 };
    references_html(text, keep, &all);
    references_css(text, keep, &all);
    references_js(text, keep, &all);
    references_strings(text, keep, &all);
    (void)references_is_data(text);
    for (ptrdiff_t i = 0; i < all.len; i++)
        (void)references_key(references_on_base(all.base, all.ptr[i].url, keep),
                             S("a/b/index.html"), S("/docs/"), keep);
}

static void credentials(struct str text, struct arena *keep)
{
    struct credentials_profile p = { 0 };
    struct credentials c = { 0 };
    struct buf why = buf_open(keep, 1000);
    int n;
    credentials_of_file(text, S("docs"), true, keep, &p);
    credentials_of_file(text, S("default"), false, keep, &p);
    (void)credentials_of_json(text, keep, &c, &why);
    (void)credentials_words(text, keep, &n);
}

static void page(struct str text, struct arena *keep)
{
    struct str marked;
    (void)preview_mark(text, keep, &marked);
    if (marked.len <= text.len)
        abort();
}

static void signing(struct str text, struct arena *keep)
{
    struct cut c = str_cut(text, '?');
    const struct sign_header host = { S("Host"), c.tail };
    struct sign_request r = { .method = S("GET"),
                              .path = c.head,
                              .query = c.tail,
                              .headers = &host,
                              .n_headers = 1,
                              .payload = S("UNSIGNED-PAYLOAD"),
                              .region = S("r"),
                              .service = S("s"),
                              .time = text.len };
    struct sign_key key = { S("AKIDEXAMPLE"), S("EXAMPLEKEY"), S("") };
    (void)sign(&r, &key, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const readers[])(struct str, struct arena *) = {
        manifest, summed_manifest, xml, references, credentials, signing, page,
    };
    static struct arena whole;
    if (!whole.beg)
        whole = arena_open(ARENA);
    if (size < 1)
        return 0;
    char *own = malloc(size); /* its own size, so that the sanitizer sees the byte behind it */
    memcpy(own, bytes + 1, size - 1);
    struct arena keep = whole;
    readers[bytes[0] % LEN(readers)]((struct str){ own, (ptrdiff_t)size - 1 }, &keep);
    free(own);
    return 0;
}
