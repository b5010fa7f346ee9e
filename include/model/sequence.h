/* sequence.h - who tells whom what, in order: the part of a graph that only sequence diagrams have.
 *
 * Participants are the nodes of the graph, from left to right; messages are its edges, from top to
 * bottom. Steps say what happens between and around the messages:
 *
 *     A->>+B: hello       MESSAGE (edge 0), ACTIVATE B
 *     alt yes             FRAME "yes"
 *       B-->>-A: hi       MESSAGE (edge 1), DEACTIVATE B
 *     else no             SECTION "no"
 *       Note over A,B: x  NOTE "x"
 *     end                 END
 *
 * Read by sketch/mermaid_sequence.c and sketch/sequence_boxes.c, drawn by draw/sequence.c. */
#ifndef MODEL_SEQUENCE_H
#define MODEL_SEQUENCE_H
#include "model/graph.h"

enum sequence_kind {
    SEQUENCE_PARTICIPANT,
    SEQUENCE_ACTOR,
    SEQUENCE_BOUNDARY,
    SEQUENCE_CONTROL,
    SEQUENCE_ENTITY,
    SEQUENCE_DATABASE,
    SEQUENCE_COLLECTIONS,
    SEQUENCE_QUEUE,
    N_SEQUENCE_KINDS
};
struct sequence_part { /* beside the node of the same number */
    enum sequence_kind kind;
    int box;         /* the group it stands in, -1: none */
    bool late, gone; /* created by a message, destroyed by one */
};
struct sequence_box {
    struct graph_text *lines;
    int n_lines;
    uint32_t tint; /* as in graph_node */
};
enum sequence_what {
    SEQUENCE_MESSAGE,
    SEQUENCE_NOTE,
    SEQUENCE_ACTIVATE,
    SEQUENCE_DEACTIVATE,
    SEQUENCE_FRAME,
    SEQUENCE_SECTION, /* else, and, option: a part of the frame */
    SEQUENCE_END
};
enum sequence_frame {
    FRAME_LOOP,
    FRAME_ALT,
    FRAME_OPT,
    FRAME_PAR,
    FRAME_CRITICAL,
    FRAME_BREAK,
    FRAME_RECT, /* a coloured ground, no words */
    N_FRAMES
};
enum sequence_side { SIDE_OVER, SIDE_LEFT, SIDE_RIGHT };
struct sequence_step {
    enum sequence_what what;
    int edge;     /* MESSAGE */
    int from, to; /* NOTE: first and last participant; ACTIVATE, DEACTIVATE: from */
    bool create,
        destroy; /* MESSAGE: `to` begins, or the participant `from` of the step ends here */
    bool from_middle, to_middle; /* MESSAGE: a dot on the lifeline */
    enum sequence_side side;     /* NOTE */
    enum sequence_frame frame;   /* FRAME */
    struct graph_text *lines;    /* NOTE, FRAME, SECTION; as written, unwrapped */
    int n_lines;
    struct str number; /* MESSAGE: "1", "1.5"; empty: none */
    uint32_t tint;     /* FRAME_RECT */
};
struct sequence {
    struct str title;            /* to be seen, or empty */
    bool feet;                   /* the author drew the heads below once more */
    struct sequence_part *parts; /* n_nodes of the graph */
    struct sequence_box *boxes;
    int n_boxes;
    struct sequence_step *steps;
    int n_steps;
};

extern const char *const sequence_kinds[N_SEQUENCE_KINDS];
extern const char *const sequence_frames[N_FRAMES];
/* The word that begins another part of a frame: "else". */
const char *sequence_section(enum sequence_frame f);
/* The members "boxes" and "steps" of the graph's JSON, a comma before them. */
void sequence_json(const struct graph *g, struct buf *out);
/* One step in words: "Shop to Bank: reserve money"; nothing for activations and ends. */
void sequence_say(const struct graph *g, const struct sequence_step *s, struct buf *out);
/* In words, in order, for <desc>. */
void sequence_words(const struct graph *g, struct buf *out);
/* As a box drawing, which reads as the same messages; notes and frames are words in it. out must not live in
 * scratch. */
void sequence_text(const struct graph *g, struct arena scratch, struct buf *out);
/* As Mermaid writes it. */
void sequence_mermaid(const struct graph *g, struct buf *out);
#endif
