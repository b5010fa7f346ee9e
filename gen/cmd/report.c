/* report.c - plumb report: the review pack, its file, its PDF, the comment. */
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "cmd/commands.h"
#include "cmd/common.h"
#include "publish/process.h"
#include "write/review.h"
#include "write/review_file.h"

enum { PDF_SECONDS = 120 };

static const char usage[] = "report [DIR] [--since REV|last|FILE] [-o FILE.html] [--format "
                            "html|md] [--pdf FILE]: the review pack";

struct wish {
    struct str since, file, format, pdf, site_url;
    int64_t threshold;
};

/* The review's own file: facts anew, its outcome as it was. */
static int make_file(struct common *c, struct review *r, struct str path)
{
    struct buf out = buf_open(&c->keep, 1 << 28);
    struct review_file before = { 0 };
    struct str why;
    if (fs_is_file(path.ptr) && !review_file_read(path, &c->keep, &before, &why)) {
        fprintf(stderr, "plumb report: %.*s\n", FMT(why));
        return EXIT_IO;
    }
    review_file_write(&c->site, r->changes, r->since, before.root, &out);
    r->file = buf_str(&out);
    return EXIT_GOOD;
}

/* speaks: what it says goes to our standard error, its many words about nothing too. */
static bool run_chromium(struct common *c, struct str html, struct str pdf, bool speaks)
{
    static const char *const names[] = { "chromium", "chromium-browser", "google-chrome",
                                         "google-chrome-stable" };
    char real[4096];
    struct str said;
    if (!realpath(html.ptr, real)) /* NOLINT: the path of a file just written */
        return false;
    for (ptrdiff_t i = 0; i < LEN(names); i++) {
        char *argv[] = { (char *)(uintptr_t)names[i],
                         (char *)"--headless",
                         (char *)"--disable-gpu",
                         (char *)(geteuid() == 0 ? "--no-sandbox" : "--no-first-run"),
                         (char *)"--no-pdf-header-footer",
                         (char *)(uintptr_t)str_fmt(&c->keep, "--print-to-pdf=%.*s", FMT(pdf)).ptr,
                         (char *)(uintptr_t)str_fmt(&c->keep, "file://%s", real).ptr,
                         NULL };
        if (process_output(argv, PDF_SECONDS, speaks, 1 << 20, &c->keep, &said) &&
            fs_is_file(pdf.ptr))
            return true;
    }
    return false;
}

static int make_pdf(struct common *c, struct str html, struct str pdf)
{
    char *weasy[] = { (char *)"weasyprint", (char *)(uintptr_t)html.ptr, (char *)(uintptr_t)pdf.ptr,
                      NULL };
    struct str said;
    fs_remove(pdf.ptr);
    if (run_chromium(c, html, pdf, false) ||
        (process_output(weasy, PDF_SECONDS, false, 1 << 20, &c->keep, &said) &&
         fs_is_file(pdf.ptr)) ||
        run_chromium(c, html, pdf, true)) /* again, to hear why not */
        return EXIT_GOOD;
    fprintf(stderr,
            "plumb report: --pdf: neither Chromium nor WeasyPrint made %.*s: install one of them, "
            "or print %.*s from a browser\n",
            FMT(pdf), FMT(html));
    return EXIT_IO;
}

/* On a terminal nobody wants to read HTML. */
static struct str place_of(struct common *c, const struct wish *w)
{
    if (w->file.len || (!w->pdf.len && !isatty(STDOUT_FILENO)))
        return str_copy(w->file, &c->keep);
    return w->pdf.len ? str_join(str_rcut(w->pdf, '.').ok ? str_rcut(w->pdf, '.').head : w->pdf,
                                 S(".html"), &c->keep)
                      : S("review.html");
}

static int write_html(struct common *c, struct review *r, const struct wish *w)
{
    struct buf out = buf_open(&c->keep, 1 << 28);
    struct str path =
        path_join(c->site.options.dir, review_file_path(&c->site, &c->keep), &c->keep);
    struct str file = place_of(c, w);
    int unchecked = 0;
    review_unchecked(r, &unchecked); /* numbers are counted before the file says how many */
    int code = make_file(c, r, path);
    r->pack = file.len ? file : S("review.html");
    if (code)
        return code;
    if (!review_write(r, review_facts(r), &out)) {
        common_print(c);
        return EXIT_IO;
    }
    if ((code = common_output(path, r->file)) || (code = common_output(file, buf_str(&out))))
        return code;
    if (file.len && !w->file.len)
        fprintf(stderr, "the pack is %.*s, the review's file %.*s\n", FMT(file), FMT(path));
    return w->pdf.len ? make_pdf(c, file, str_copy(w->pdf, &c->keep)) : EXIT_GOOD;
}

static int write_all(struct common *c, struct review *r, const struct wish *w)
{
    struct buf out = buf_open(&c->keep, 1 << 20);
    if (str_equal(w->format, S("html")))
        return write_html(c, r, w);
    r->pack = w->file;
    review_markdown(review_facts(r), &out);
    return common_output(w->file, buf_str(&out));
}

static int compare(struct common *c, const struct wish *w)
{
    struct baseline was;
    struct str why = { 0 };
    struct review r = {
        .site = &c->site, .keep = &c->keep, .site_url = w->site_url, .threshold = (int)w->threshold
    };
    int code = EXIT_IO;
    if (baseline_open(&c->site, w->since, &c->keep, &was, &why)) {
        baseline_share(was.site ? was.site : &c->site, &c->site);
        if (was.site) {
            r.since = &was;
            r.changes =
                changes_find(was.site, &c->site, was.id, json_get(was.review, "known"), &c->keep);
        }
        code = write_all(c, &r, w);
    } else {
        fprintf(stderr, "plumb report: --since: %.*s\n", FMT(why));
    }
    baseline_close(&was);
    return code;
}

int cmd_report(int argc, char **argv)
{
    static struct common c;
    struct wish w = { .since = S("last"), .format = S("html"), .threshold = 1 };
    const struct opt own[] = {
        { "since", 0, OPT_STR, &w.since, "STATE",
          "compared with: last (the last review), a revision, a day, a review's file, a folder",
          NULL },
        { "output", 'o', OPT_STR, &w.file, "FILE",
          "where to write it; review.html on a terminal, else standard output", NULL },
        { "format", 0, OPT_STR, &w.format, NULL, "the pack, or a comment of at most sixty lines",
          "html|md" },
        { "pdf", 0, OPT_STR, &w.pdf, "FILE", "print the pack too, by Chromium or WeasyPrint",
          NULL },
        { "site-url", 0, OPT_STR, &w.site_url, "URL",
          "where the site stands that rows lead to; else relative to the pack", NULL },
        { "threshold", 0, OPT_INT, &w.threshold, "N",
          "costs that change by fewer percent are no headline; 1", NULL },
    };
    int code = common_options(&c, argc, argv, usage, own, LEN(own));
    c.site.options.blind = true;
    if (code >= 0 || (code = common_load(&c)) >= 0)
        return code;
    return compare(&c, &w);
}
