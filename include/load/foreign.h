/* foreign.h - blocks of other tools: notes, folds, tabs, definitions.
 *
 *     :::note Title        !!! note "Title"      {{< hint info >}}       <TabItem label="npm">
 *     text                     text              text                    text
 *     :::                                        {{< /hint >}}           </TabItem>
 *
 * The parser of Markdown is given comments of our own in place of such marks; on the tree what stands
 * between two of them becomes a node. */
#ifndef LOAD_FOREIGN_H
#define LOAD_FOREIGN_H
#include "load/mapped.h"
#include "model/document.h"

struct foreign_block {
    enum node_kind kind; /* NODE_DOCUMENT: nothing but what is in it */
    enum alert_kind alert;
    struct str title; /* ptr NULL: as the kind says */
    struct str place;
    bool heads;        /* the first paragraph is the title, with its markup */
    struct node *node; /* once it is resolved */
};
struct foreign {
    LIST(struct foreign_block) blocks;
    struct arena *keep;
    bool lacks; /* a tag alone on its line would make something that nobody here knows */
};

/* What a block called name is, by the word or by kinds of other tools: "danger" is a caution with the
 * title "Danger". False when it is none we know. */
bool foreign_word(struct str name, struct foreign_block *out);
/* The same for a word that its mark says to be a note of some kind: any word will do. */
struct foreign_block foreign_note(struct str name, struct arena *keep);
/* "tip" as a title: "Tip". */
struct str foreign_title(struct str word, struct arena *keep);
/* Writes the comment that begins b, that ends the last one, or that only ends a paragraph. */
void foreign_open(struct foreign *f, struct mapped *out, struct foreign_block b);
void foreign_close(struct mapped *out);
void foreign_break(struct mapped *out);
/* Takes all such comments out of the tree. */
void foreign_resolve(struct foreign *f, struct node *root);
#endif
