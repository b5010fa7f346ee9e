/* config_fences.c - from a code block to two trees: the block's own, and the file's it names. */
#include "judge/config_fences.h"

#include "base/path.h"
#include "check/config_fence.h"
#include "judge/snippets.h"
#include "load/pattern.h"
#include "load/source_kind.h"
#include "model/rule.h"

/* The form that a block's language names: "yaml", "tf", "dockerfile"; else that of its file. */
static enum source_form form_of(const struct config_fence *f, struct str path, struct arena *keep)
{
    enum source_form form = source_form_named(f->language);

    if (form == FORM_NONE)
        form = source_form(str_join(S("x."), f->language, keep));
    if (str_equal(f->language, S("terraform")))
        form = FORM_HCL;
    if (form == FORM_NONE || form == FORM_CODE)
        form = f->kind == CONFIG_FENCE_SCHEMA ? FORM_YAML : source_form(path);
    return form == FORM_NONE ? FORM_YAML : form;
}

static const struct json *file_tree(const struct site *s, const struct source *src,
                                    const struct config_fence *f, struct str path, struct str at,
                                    struct arena *keep, struct diag *d)
{
    struct source file = { .path = source_root_shown(&s->file.root, path, keep), .text = { 0 } };
    struct diag quiet = { .keep = keep };
    const struct json *root = NULL;

    if (!path.len || source_bytes(&s->file.root, path, SNIPPETS_MAX_FILE, keep, &file.text))
        diag_at(d, RULE(LINK_BROKEN), src, at, "there is no %.*s that could be read", FMT(f->file));
    else if (!(root = source_form_parse(source_form(path), &file, keep, &quiet)))
        diag_at(d, RULE(CLAIM_UNREADABLE), src, at, "%.*s cannot be read: %.*s", FMT(f->file),
                FMT(quiet.findings.len ? quiet.findings.ptr[0].message : S("its form is unknown")));
    else if (f->pointer.len && !(root = json_pointer(root, f->pointer)))
        diag_at(d, RULE(CLAIM_MISSING), src, at, "nothing stands at %.*s#%.*s", FMT(f->file),
                FMT(f->pointer));
    return root;
}

static const struct json *block_tree(struct config_fence *f, const struct source *src,
                                     const struct node *code, enum source_form form, struct str at,
                                     struct arena *keep, struct diag *d)
{
    struct diag quiet = { .keep = keep };
    struct source block = { .path = src->path, .text = { 0 } };
    bool quote = form != FORM_YAML && form != FORM_DOTENV && form != FORM_INI &&
                 form != FORM_PROPERTIES && form != FORM_DOCKERFILE;
    const struct json *root;

    f->text = block.text = config_fence_text(code->text, quote, &f->open, keep);
    root = source_form_parse(form, &block, keep, &quiet);
    if (!root)
        diag_at(
            d, RULE(CLAIM_UNREADABLE), src, at, "the block cannot be read: line %d: %.*s",
            quiet.findings.len ? quiet.findings.ptr[0].line : 1,
            FMT(quiet.findings.len ? quiet.findings.ptr[0].message : S("it has no known form")));
    return root;
}

void config_fences_check(const struct site *s, const struct site_page *p, const struct source *src,
                         const struct node *code, struct lookup *asks, struct arena *keep,
                         struct diag *d)
{
    struct config_fence f = config_fence_of(code->info);
    bool ours = code->info.ptr >= src->text.ptr && code->info.ptr < src->text.ptr + src->text.len;
    struct str at = ours ? code->info : code->place, path;
    const struct json *actual;

    if (!f.kind)
        return;
    path = source_root_path(&s->file.root, path_join(path_dir(p->path), f.file, keep), keep);
    lookup_note(asks, LOOKUP_REGION, path);
    f.page = str_span(at.ptr, src->text.ptr + src->text.len);
    f.label = f.file;
    actual = file_tree(s, src, &f, path, at, keep, d);
    if (actual)
        f.shown = block_tree(&f, src, code, form_of(&f, path, keep), at, keep, d);
    if (actual && f.shown)
        config_fence_check(&f, actual, pattern_matches, src, keep, d);
}
