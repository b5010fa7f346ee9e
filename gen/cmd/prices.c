/* prices.c - plumb prices import: an AWS price list brings the prices of a book up to date. */
#include "cmd/commands.h"

#include <unistd.h>

#include "base/fs.h"
#include "base/opt.h"
#include "cmd/common.h"
#include "load/price_book.h"
#include "load/price_list.h"

enum { MAX_BOOK = 1 << 26, MAX_TEXT = 1 << 26 };
#define MEMORY ((ptrdiff_t)1 << 33) /* address space; pages cost memory when touched */

struct prices {
    struct arena keep;
    struct diag diag;
    struct str book, region, file;
    bool help;
};

/* Standard input cannot be mapped: it is read whole. */
static int read_stdin(struct arena *keep, struct str *text)
{
    enum { CHUNK = 1 << 16 };
    struct buf b = buf_open_cut(keep, MEMORY / 8);
    char *chunk = NEW(keep, char, CHUNK);
    size_t n;
    while ((n = fread(chunk, 1, CHUNK, stdin)) > 0)
        buf_put(&b, (struct str){ chunk, (ptrdiff_t)n });
    *text = buf_str(&b);
    return ferror(stdin) || b.over ? FS_TOO_LARGE : 0;
}

static int read_list(struct prices *p, struct str path, struct source *list)
{
    bool std_in = str_equal(path, S("-"));
    list->path = std_in ? S("standard input") : path;
    int error = std_in ? read_stdin(&p->keep, &list->text)
                       : price_list_map(str_c(path, &p->keep), &list->text);
    if (error)
        fprintf(stderr, "plumb prices: %.*s: cannot be read: %s\n", FMT(list->path),
                fs_error(error));
    return error ? EXIT_IO : EXIT_GOOD;
}

/* The book to bring up to date: --book, else the region's in the program; else one that says what is wanted. */
static struct price_book *open_book(struct prices *p)
{
    struct source *src = NEW(&p->keep, struct source, 1);
    if (p->book.len == 0) {
        struct price_book *own = price_book_built_in(p->region, &p->keep);
        return own ? own : price_book_default(&p->keep);
    }
    src->path = p->book;
    int error = fs_read(str_c(p->book, &p->keep), MAX_BOOK, &p->keep, &src->text);
    if (error) {
        fprintf(stderr, "plumb prices: %.*s: cannot be read: %s\n", FMT(p->book), fs_error(error));
        return NULL;
    }
    const struct json *root = json_parse(src, &p->keep, RULE(INPUT_JSON), &p->diag);
    return root ? price_book_read(src, root, &p->keep, &p->diag) : NULL;
}

static void print_findings(struct prices *p)
{
    struct buf b = buf_open(&p->keep, MAX_TEXT);
    diag_sort(&p->diag);
    diag_print(&p->diag, false, &b);
    fwrite(b.ptr ? b.ptr : "", 1, (size_t)b.len, stderr);
}

static int import(struct prices *p, struct str path)
{
    struct source list = { 0 };
    struct price_slots_counts n;
    struct price_book *book = open_book(p);
    if (!book) {
        print_findings(p);
        return EXIT_IO;
    }
    if (read_list(p, path, &list) != EXIT_GOOD)
        return EXIT_IO;
    if (p->region.len == 0)
        p->region = book->region;
    bool ok = (str_equal(path, S("-")) ? price_list_import : price_list_import_mapped)(
        &list, p->region, book, &p->keep, &p->diag, &n);
    print_findings(p);
    if (!ok)
        return EXIT_IO;
    fprintf(
        stderr,
        "%d products read: %d prices found, %d changed, %d tiers new, %d older than the book's\n",
        n.products, n.matched, n.changed, n.added, n.older);
    struct buf out = buf_open(&p->keep, MAX_TEXT);
    price_list_write(book, &out);
    int code = common_output(p->file, buf_str(&out));
    return code == EXIT_GOOD && p->diag.findings.len > 0 ? EXIT_FINDINGS : code;
}

int cmd_prices(int argc, char **argv)
{
    struct prices p = { .keep = arena_open(MEMORY) };
    const struct opt table[] = {
        { "book", 0, OPT_STR, &p.book, "FILE", "the price book to bring up to date", NULL },
        { "region", 0, OPT_STR, &p.region, "REGION", "whose prices: the book's region", NULL },
        { "output", 'o', OPT_STR, &p.file, "FILE", "write there instead of to the terminal", NULL },
        { "help", 'h', OPT_FLAG, &p.help, NULL, "this text", NULL },
    };
    struct str operands[2] = { 0 };
    struct buf text = buf_open(&p.keep, 1 << 16);
    p.diag.keep = &p.keep;
    int n = opt_parse(argc, argv, table, LEN(table), operands, 2, &text);
    if (p.help) {
        buf_put(&text,
                S("plumb prices import FILE|- [--book FILE] [--region REGION] [-o FILE]\n\n"
                  "FILE is what aws pricing get-products prints, or a bulk offer file.\n\n"));
        opt_help(table, LEN(table), &text);
        return common_output((struct str){ 0 }, buf_str(&text));
    }
    if (n == 2 && str_equal(operands[0], S("import")))
        return import(&p, operands[1]);
    fprintf(stderr, "plumb prices: %.*s; see plumb prices --help\n",
            FMT(n < 0 ? buf_str(&text) : S("write prices import FILE")));
    return EXIT_USE;
}
