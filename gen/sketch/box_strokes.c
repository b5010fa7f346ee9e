/* box_strokes.c - which characters may be strokes, and where they lead.
 *
 * Box-drawing characters say so themselves. An ASCII character needs evidence beside it: a dash is
 * a line in a run or between joints, a bar above or below another, a joint next to a line. What is
 * taken for a stroke here and later leads nowhere becomes text again. */
#include "sketch/box_grid.h"

/* clang-format off */
/* U+2500..U+257F: weights of NORTH EAST SOUTH WEST, one hexadecimal digit each (PORT_LIGHT = 1, ...) */
static const uint16_t box_ports[128] = {
    0x0101, 0x0202, 0x1010, 0x2020, 0x0404, 0x0404, 0x4040, 0x4040,
    0x0404, 0x0404, 0x4040, 0x4040, 0x0110, 0x0210, 0x0120, 0x0220,
    0x0011, 0x0012, 0x0021, 0x0022, 0x1100, 0x1200, 0x2100, 0x2200,
    0x1001, 0x1002, 0x2001, 0x2002, 0x1110, 0x1210, 0x2110, 0x1120,
    0x2120, 0x2210, 0x1220, 0x2220, 0x1011, 0x1012, 0x2011, 0x1021,
    0x2021, 0x2012, 0x1022, 0x2022, 0x0111, 0x0112, 0x0211, 0x0212,
    0x0121, 0x0122, 0x0221, 0x0222, 0x1101, 0x1102, 0x1201, 0x1202,
    0x2101, 0x2102, 0x2201, 0x2202, 0x1111, 0x1112, 0x1211, 0x1212,
    0x2111, 0x1121, 0x2121, 0x2112, 0x2211, 0x1122, 0x1221, 0x2212,
    0x1222, 0x2122, 0x2221, 0x2222, 0x0404, 0x0404, 0x4040, 0x4040,
    0x0303, 0x3030, 0x0310, 0x0130, 0x0330, 0x0013, 0x0031, 0x0033,
    0x1300, 0x3100, 0x3300, 0x1003, 0x3001, 0x3003, 0x1310, 0x3130,
    0x3330, 0x1013, 0x3031, 0x3033, 0x0313, 0x0131, 0x0333, 0x1303,
    0x3101, 0x3303, 0x1313, 0x3131, 0x3333, 0x0110, 0x0011, 0x1001,
    0x1100, 0x0000, 0x0000, 0x0000, 0x0001, 0x1000, 0x0100, 0x0010,
    0x0002, 0x2000, 0x0200, 0x0020, 0x0201, 0x1020, 0x0102, 0x2010,
};

static const struct { uint32_t cp; uint8_t aim; } heads[] = {
    { 0x25B2, NORTH }, { 0x25B3, NORTH }, { 0x25B4, NORTH }, { 0x25B5, NORTH }, { 0x2191, NORTH },
    { 0x21D1, NORTH }, { 0x2B06, NORTH }, { 0x21E7, NORTH }, { 0x2303, NORTH },
    { 0x25B6, EAST  }, { 0x25B7, EAST  }, { 0x25B8, EAST  }, { 0x25B9, EAST  }, { 0x25BA, EAST  },
    { 0x25BB, EAST  }, { 0x2192, EAST  }, { 0x27F6, EAST  }, { 0x21D2, EAST  }, { 0x279C, EAST  },
    { 0x2794, EAST  }, { 0x27A4, EAST  }, { 0x27A1, EAST  }, { 0x2B95, EAST  }, { 0x2B62, EAST  },
    { 0x21E8, EAST  }, { 0x27F9, EAST  }, { 0x276F, EAST  }, { 0x203A, EAST  },
    { 0x25BC, SOUTH }, { 0x25BD, SOUTH }, { 0x25BE, SOUTH }, { 0x25BF, SOUTH }, { 0x2193, SOUTH },
    { 0x21D3, SOUTH }, { 0x2B07, SOUTH }, { 0x21E9, SOUTH }, { 0x2304, SOUTH },
    { 0x25C0, WEST  }, { 0x25C1, WEST  }, { 0x25C2, WEST  }, { 0x25C3, WEST  }, { 0x25C4, WEST  },
    { 0x25C5, WEST  }, { 0x2190, WEST  }, { 0x27F5, WEST  }, { 0x21D0, WEST  }, { 0x2B05, WEST  },
    { 0x21E6, WEST  }, { 0x27F8, WEST  }, { 0x276E, WEST  }, { 0x2039, WEST  },
    { 0x2194, EAST | AIM_BOTH }, { 0x21D4, EAST | AIM_BOTH }, { 0x27F7, EAST | AIM_BOTH },
    { 0x21C4, EAST | AIM_BOTH }, { 0x21C6, EAST | AIM_BOTH }, { 0x2B0C, EAST | AIM_BOTH },
    { 0x21CC, EAST | AIM_BOTH }, { 0x2195, SOUTH | AIM_BOTH }, { 0x21D5, SOUTH | AIM_BOTH },
    { 0x2B0D, SOUTH | AIM_BOTH }, { 0x21C5, SOUTH | AIM_BOTH },
};
/* clang-format on */

/* ● ○ ◯ ◉ ◎ • ◆ ◇ ■ □ ∙ · at the end of a line */
static const uint32_t dots[] = { 0x25CF, 0x25CB, 0x25EF, 0x25C9, 0x25CE, 0x2022, 0x25C6,
                                 0x25C7, 0x25A0, 0x25A1, 0x25E6, 0x26AB, 0x2B24 };

static uint32_t cp_at(const struct box_grid *g, int i)
{
    return g->cells[i].cp;
}

static bool is_any(uint32_t cp, const char *set)
{
    return cp > ' ' && cp < 0x80 && strchr(set, (int)cp);
}

static bool is_word(uint32_t cp)
{
    if (cp < 0x80)
        return char_is_alnum((char)cp) || cp == '_';
    return cp >= 0xC0 && !(cp >= 0x2000 && cp < 0x2E00) && cp != 0xD7;
}

static bool is_stroke(const struct box_cell *c)
{
    return c->role == CELL_LINE || c->role == CELL_HEAD || c->role == CELL_DOT;
}

/* Whether cell i is a line or head that leads in dir. */
static bool leads(const struct box_grid *g, int i, int dir)
{
    const struct box_cell *c = g->cells + i;
    return (c->role == CELL_LINE || c->role == CELL_HEAD) && port_of(c, dir);
}

static void make_line(struct box_cell *c, uint16_t ports)
{
    c->role = CELL_LINE;
    c->ports = ports;
    c->ascii = c->cp < 0x80;
}

static uint16_t tail_ports(int aim)
{
    uint16_t tail = port_bits(dir_back(aim & 3), PORT_LIGHT);
    return aim & AIM_BOTH ? (uint16_t)(tail | port_bits(aim & 3, PORT_LIGHT)) : tail;
}

static void make_head(struct box_cell *c, int aim)
{
    c->role = CELL_HEAD;
    c->aim = (uint8_t)aim;
    c->ports = tail_ports(aim);
    c->ascii = c->cp < 0x80;
}

static void read_unicode(struct box_grid *g, struct box_cell *c)
{
    if (c->cp < 0x2000 || c->width != 1)
        return;
    if (c->cp >= 0x2571 && c->cp <= 0x2572) {
        c->diag = c->cp == 0x2571 ? 1 : 2;
        make_line(c, port_bits(NORTH, PORT_LIGHT) | port_bits(SOUTH, PORT_LIGHT));
    } else if (c->cp >= 0x2500 && c->cp < 0x2580 && box_ports[c->cp - 0x2500]) {
        make_line(c, box_ports[c->cp - 0x2500]);
        g->unicode = true;
    } else {
        for (ptrdiff_t i = 0; i < LEN(heads); i++)
            if (heads[i].cp == c->cp)
                make_head(c, heads[i].aim);
    }
}

/* ---- runs of - = . ---- */

static bool is_joint_char(const struct box_grid *g, int i)
{
    return is_any(cp_at(g, i), "+|<>.'`\",*:/\\") || is_stroke(g->cells + i);
}

static bool is_strong_joint(const struct box_grid *g, int i)
{
    return is_any(cp_at(g, i), "+|<>") || is_stroke(g->cells + i);
}

/* A blank with a bar behind it: "| -+" leaves a box as much as "|-+". */
static bool touches_bar(const struct box_grid *g, int i, int step)
{
    return !cp_at(g, i) && cp_at(g, i + step) == '|' && cp_at(g, i - 2 * step) == '+';
}

/* --(A)- text ->: what holds a bracketed number in its line */
static bool holds_number(const struct box_grid *g, int left, int right)
{
    uint32_t l = cp_at(g, left), r = cp_at(g, right);
    return !g->unicode && ((is_any(l, ")]") && (!r || is_any(r, "-<>"))) ||
                           (is_any(r, "([") && (!l || is_any(l, "-<>"))));
}

/* Evidence that the run of n dashes between cells left and right is a line. */
static bool dashes_are_line(const struct box_grid *g, int left, int right, int n)
{
    bool word_left = is_word(cp_at(g, left)), word_right = is_word(cp_at(g, right));
    /* a single letter in a line (+--X---+) is a mark on it, not a word */
    bool mark_left = cp_at(g, left - 1) == '-', mark_right = cp_at(g, right + 1) == '-';
    word_left &= !mark_left;
    word_right &= !mark_right;
    bool dot_left = is_any(cp_at(g, left), "oO") && !is_word(cp_at(g, left - 1));
    bool dot_right = is_any(cp_at(g, right), "oO") && !is_word(cp_at(g, right + 1));
    word_left &= !dot_left;
    word_right &= !dot_right;
    if (n >= 3)
        return !(word_left && word_right);
    if (holds_number(g, left, right))
        return true;
    if (n == 2) {
        bool strong = is_strong_joint(g, left) || is_strong_joint(g, right);
        return (strong || dot_left || dot_right ||
                (is_joint_char(g, left) && is_joint_char(g, right))) &&
               !(word_left || word_right);
    }
    bool a = is_joint_char(g, left) || dot_left || touches_bar(g, left, -1);
    bool b = is_joint_char(g, right) || dot_right || touches_bar(g, right, 1);
    bool head = is_any(cp_at(g, right), ">") || is_any(cp_at(g, left), "<");
    return (a && b) || (head && !word_left && !word_right);
}

static bool run_is_line(const struct box_grid *g, uint32_t cp, int from, int n)
{
    int left = from - 1, right = from + n;
    if (cp == '-')
        return dashes_are_line(g, left, right, n);
    if (cp == '=')
        return n >= 2 && dashes_are_line(g, left, right, n);
    return !g->unicode && n >= 3 && is_any(cp_at(g, left), "|+") && is_any(cp_at(g, right), "|+");
}

static bool in_border(const struct box_grid *g, int i)
{
    return is_any(cp_at(g, i - g->stride), "|+") && is_any(cp_at(g, i + g->stride), "|+");
}

/* The end of a line that sticks out inside its box, -+---: a stroke that leads nowhere. */
static bool sticks_out(const struct box_grid *g, int i)
{
    bool right = cp_at(g, i + 1) == '+' && cp_at(g, i + 2) == '-' && !cp_at(g, i - 1);
    bool left = cp_at(g, i - 1) == '+' && cp_at(g, i - 2) == '-' && !cp_at(g, i + 1);
    return !g->unicode && cp_at(g, i) == '-' &&
           ((right && in_border(g, i + 1)) || (left && in_border(g, i - 1)));
}

static void read_runs(struct box_grid *g, int y)
{
    for (int x = 0, n; x < g->w; x += n) {
        int i = grid_at(g, x, y);
        uint32_t cp = cp_at(g, i);
        for (n = 1; is_any(cp, "-=.") && cp_at(g, i + n) == cp; n++)
            ;
        if (n == 1 && sticks_out(g, i))
            make_line(g->cells + i, 0);
        else if (!is_any(cp, "-=.") || !run_is_line(g, cp, i, n))
            continue;
        if (n == 1 && g->cells[i].role == CELL_LINE && !g->cells[i].ports)
            continue;
        int weight = cp == '=' ? PORT_DOUBLE : cp == '.' ? PORT_DASHED : PORT_LIGHT;
        for (int k = 0; k < n; k++)
            make_line(g->cells + i + k, port_bits(EAST, weight) | port_bits(WEST, weight));
    }
}

/* ---- bars ---- */

static bool is_upright(const struct box_grid *g, int i, int dir)
{
    uint32_t cp = cp_at(g, i);
    if (is_any(cp, dir == NORTH ? "|+:.,^v*" : "|+:.'`\"vV^*"))
        return true;
    if (cp == '-' || cp == '=')
        return g->cells[i].role == CELL_LINE;
    return cp >= 0x80 && leads(g, i, dir_back(dir));
}

static bool bar_beside(const struct box_grid *g, int i, int dir)
{
    int row = i + dir_step(g, dir);
    for (int dx = -2; dx <= 2; dx++)
        if (cp_at(g, row + dx) == '|' || cp_at(g, row + dx) == '+')
            return true;
    return false;
}

/* A rounded corner of a border in the next row, at most a column off: .-  -'  */
static bool corner_beside(const struct box_grid *g, int i, int dir)
{
    int row = i + dir_step(g, dir);
    for (int dx = -1; dx <= 1; dx++)
        if (is_any(cp_at(g, row + dx), dir == NORTH ? ".," : "'`") &&
            (leads(g, row + dx + 1, WEST) || leads(g, row + dx - 1, EAST)))
            return true;
    return false;
}

static bool bar_is_line(const struct box_grid *g, int i)
{
    if (is_upright(g, i - g->stride, NORTH) || is_upright(g, i + g->stride, SOUTH))
        return true;
    if (leads(g, i + 1, WEST) || leads(g, i - 1, EAST))
        return true;
    if (is_word(cp_at(g, i - 1)) && is_word(cp_at(g, i + 1)))
        return false;
    return !g->unicode && cp_at(g, i + 1) != '|' && cp_at(g, i - 1) != '|' &&
           (bar_beside(g, i, NORTH) || bar_beside(g, i, SOUTH) ||
            (corner_beside(g, i, NORTH) && corner_beside(g, i, SOUTH)));
}

/* A colon is a dotted line between bars, joints and heads of the same column. */
static bool colon_is_line(const struct box_grid *g, int i)
{
    uint32_t up = cp_at(g, i - g->stride), down = cp_at(g, i + g->stride);
    if (g->unicode || is_word(cp_at(g, i - 1)) || is_word(cp_at(g, i + 1)))
        return false;
    bool above = is_any(up, "|:+^") || g->cells[i - g->stride].role == CELL_LINE;
    bool below = is_any(down, "|:+vV") || g->cells[i + g->stride].role == CELL_LINE;
    return above && below;
}

static void read_bars(struct box_grid *g, int y)
{
    for (int x = 0; x < g->w; x++) {
        int i = grid_at(g, x, y);
        struct box_cell *c = g->cells + i;
        if (c->cp == '|' && bar_is_line(g, i))
            make_line(c, port_bits(NORTH, PORT_LIGHT) | port_bits(SOUTH, PORT_LIGHT));
        else if (c->cp == ':' && colon_is_line(g, i))
            make_line(c, port_bits(NORTH, PORT_DASHED) | port_bits(SOUTH, PORT_DASHED));
    }
}

/* ---- diagonals: lines that move one or two columns a row ---- */

static bool diag_next(const struct box_grid *g, int i, uint32_t cp, int dir)
{
    int side = (cp == '/') == (dir == NORTH) ? 1 : -1;
    int row = i + dir_step(g, dir);
    for (int k = 1; k <= 2; k++) {
        uint32_t other = cp_at(g, row + side * k);
        if (other == cp || (dir == SOUTH && is_any(other, "vV")) || (dir == NORTH && other == '^'))
            return true;
    }
    return false;
}

static void read_diagonals(struct box_grid *g, int y)
{
    for (int x = 0; x < g->w && !g->unicode; x++) {
        int i = grid_at(g, x, y);
        struct box_cell *c = g->cells + i;
        if (!is_any(c->cp, "/\\") || cp_at(g, i - 1) == c->cp || cp_at(g, i + 1) == c->cp)
            continue;
        if (is_word(cp_at(g, i - 1)) || is_word(cp_at(g, i + 1)))
            continue;
        if (!diag_next(g, i, c->cp, NORTH) && !diag_next(g, i, c->cp, SOUTH))
            continue;
        make_line(c, port_bits(NORTH, PORT_LIGHT) | port_bits(SOUTH, PORT_LIGHT));
        c->diag = c->cp == '/' ? 1 : 2;
    }
}

/* ---- joints ---- */

/* '+' or .+. is the border of a box one character wide, where a line meets it. */
static bool in_small_border(const struct box_grid *g, int i)
{
    return !g->unicode && cp_at(g, i) == '+' && is_any(cp_at(g, i - 1), ".'`") &&
           cp_at(g, i - 1) == cp_at(g, i + 1);
}

static void read_small(struct box_grid *g, int i)
{
    if (in_small_border(g, i))
        make_line(g->cells + i, port_bits(EAST, PORT_LIGHT) | port_bits(WEST, PORT_LIGHT));
}

static uint16_t ports_toward(const struct box_grid *g, int i, const int *dirs, int n)
{
    uint16_t ports = 0;
    for (int k = 0; k < n; k++) {
        int next = i + dir_step(g, dirs[k]);
        if (leads(g, next, dir_back(dirs[k])))
            ports |= port_bits(dirs[k], port_of(g->cells + next, dir_back(dirs[k])));
    }
    return ports;
}

/* A corner whose bar stands one or two columns off: looks for a bar nothing else holds. */
static bool loose_bar(const struct box_grid *g, int i, int dir)
{
    int row = i + dir_step(g, dir);
    for (int dx = -2; dx <= 2; dx++) {
        const struct box_cell *c = g->cells + row + dx;
        if (c->cp == '|' && c->role == CELL_LINE && !is_upright(g, i + dx, dir_back(dir)) &&
            !is_stroke(g->cells + i + dx))
            return true;
    }
    /* the row between may have lost its bar */
    const struct box_cell *far = g->cells + row + dir_step(g, dir);
    return !cp_at(g, row) && far->cp == '|' && far->role == CELL_LINE;
}

/* A tee of a border whose row has moved: bars above and below, both in the same column beside it.
 */
static bool between_bars(const struct box_grid *g, int i)
{
    for (int dx = -2; dx <= 2; dx++)
        if (dx && cp_at(g, i - g->stride + dx) == '|' && cp_at(g, i + g->stride + dx) == '|' &&
            !is_any(cp_at(g, i + dx), "|+"))
            return true;
    return false;
}

/* A letter v alone below a joint, with something to point at. */
static bool head_below(const struct box_grid *g, int i)
{
    int v = i + g->stride;
    return is_any(cp_at(g, v), "vV") && !is_word(cp_at(g, v - 1)) && !is_word(cp_at(g, v + 1)) &&
           cp_at(g, v + g->stride);
}

/* A plus between rounded corners of a border, where a line leaves the box. */
static uint16_t toward_corners(const struct box_grid *g, int i)
{
    static const struct {
        uint8_t dir;
        char corners[4];
    } sides[] = { { NORTH, ".," }, { SOUTH, ".'`" } };
    uint16_t ports = 0;
    for (ptrdiff_t k = 0; k < LEN(sides); k++) {
        int next = i + dir_step(g, sides[k].dir);
        bool edge = leads(g, next - 1, EAST) || leads(g, next + 1, WEST);
        if (edge && is_any(cp_at(g, next), sides[k].corners))
            ports |= port_bits(sides[k].dir, PORT_LIGHT);
    }
    return ports;
}

/* A corner of dots, .---. at the top, '---' below; some draw .---. below too, and "---". */
static uint16_t toward_border(const struct box_grid *g, int i)
{
    static const int top[] = { EAST, WEST, SOUTH }, foot[] = { EAST, WEST, NORTH };
    uint16_t ports = 0;
    if (is_any(cp_at(g, i), ".,"))
        ports = ports_toward(g, i, top, 3);
    if (is_any(cp_at(g, i), "'`\"") || (cp_at(g, i) == '.' && !(ports & 0x00F0)))
        ports = ports_toward(g, i, foot, 3);
    return ports;
}

/* What leads up or down from a joint of level strokes, by what stands there. */
static uint16_t upright_ports(const struct box_grid *g, int i, uint16_t ports)
{
    bool plus = g->cells[i].cp == '+', high = is_any(g->cells[i].cp, ".,"),
         low = is_any(g->cells[i].cp, "'`\""), upright = ports & 0xF0F0;
    bool through =
        (ports & 0x0F00) && (ports & 0x000F); /* an elbow of a border has no head below */
    if (!upright && plus && between_bars(g, i))
        return port_bits(NORTH, PORT_LIGHT) | port_bits(SOUTH, PORT_LIGHT);
    if ((!upright || through) && plus && head_below(g, i))
        return port_bits(SOUTH, PORT_LIGHT);
    if (upright)
        return 0;
    if (!low && loose_bar(g, i, SOUTH))
        return port_bits(SOUTH, PORT_LIGHT);
    return !high && loose_bar(g, i, NORTH) ? port_bits(NORTH, PORT_LIGHT) : 0;
}

static void read_joint(struct box_grid *g, int i)
{
    static const int all[] = { NORTH, EAST, SOUTH, WEST };
    struct box_cell *c = g->cells + i;
    bool plus = c->cp == '+', high = is_any(c->cp, ".,"), low = is_any(c->cp, "'`\"");
    if (!plus && ((!high && !low) || g->unicode))
        return;
    if (c->cp == '"' && (is_word(cp_at(g, i - 1)) || is_word(cp_at(g, i + 1))))
        return; /* it opens or ends a word */
    if (plus && g->unicode && !cp_at(g, i - 1) && !cp_at(g, i + 1) && is_word(cp_at(g, i - 2)) &&
        is_word(cp_at(g, i + 2)))
        return; /* "a + b" below a line */
    uint16_t ports = plus ? ports_toward(g, i, all, 4) | toward_corners(g, i) : toward_border(g, i);
    bool across = ports & 0x0F0F;
    if (across)
        ports |= upright_ports(g, i, ports);
    bool upright = ports & 0xF0F0;
    if (plus ? across || upright : across && upright)
        make_line(c, ports);
}

/* ---- heads and dots of ASCII ---- */

static bool spaced_dash(const struct box_grid *g, int i, int step)
{
    int dir = step > 0 ? WEST : EAST;
    return !cp_at(g, i - step) && leads(g, i - 2 * step, dir_back(dir)) &&
           cp_at(g, i - 2 * step) >= 0x80 && !cp_at(g, i - 3 * step);
}

/* No word on that side of a letter; heads of parallel lines (vvv) may stand side by side. */
static bool stands_alone(const struct box_grid *g, int i, int step)
{
    uint32_t cp = cp_at(g, i + step);
    if ((cp == 'v' || cp == 'V') && cp_at(g, i + step - g->stride) == '|')
        return true;
    return !is_word(cp);
}

/* A head that points away from the border it touches marks where a line begins: |>--- or ---<|. */
static bool read_tail(struct box_grid *g, int i, bool alone)
{
    static const struct {
        char cp;
        int8_t dir;
    } tails[] = { { '>', EAST }, { '<', WEST }, { 'v', SOUTH }, { '^', NORTH } };
    struct box_cell *c = g->cells + i;
    for (ptrdiff_t k = 0; k < LEN(tails); k++) {
        int dir = tails[k].dir, behind = i - dir_step(g, dir);
        bool upright = dir == NORTH || dir == SOUTH;
        if (c->cp != (uint32_t)tails[k].cp || (upright && !alone) ||
            !leads(g, i + dir_step(g, dir), dir_back(dir)))
            continue;
        bool border = g->cells[behind].role == CELL_LINE &&
                      (upright ? is_any(cp_at(g, behind), "-=+") : is_any(cp_at(g, behind), "|+"));
        if (!border || leads(g, behind, dir))
            continue;
        make_line(c, port_bits(dir, PORT_LIGHT) | port_bits(dir_back(dir), PORT_LIGHT));
        c->tail = 1;
        return true;
    }
    return false;
}

static void read_ascii_head(struct box_grid *g, int i)
{
    struct box_cell *c = g->cells + i;
    bool alone = stands_alone(g, i, -1) && stands_alone(g, i, 1);
    if (!g->unicode && read_tail(g, i, alone))
        return;
    if (c->cp == '>' && (leads(g, i - 1, EAST) || spaced_dash(g, i, 1)))
        make_head(c, EAST);
    else if (c->cp == '<' && (leads(g, i + 1, WEST) || spaced_dash(g, i, -1)))
        make_head(c, WEST);
    else if ((c->cp == 'v' || c->cp == 'V') && alone && leads(g, i - g->stride, SOUTH))
        make_head(c, SOUTH);
    else if (c->cp == '^' && alone && leads(g, i + g->stride, NORTH))
        make_head(c, NORTH);
    else if ((c->cp == 'v' || c->cp == 'V') && alone &&
             (g->cells[i - g->stride + 1].diag == 1 || g->cells[i - g->stride + 2].diag == 1 ||
              g->cells[i - g->stride - 1].diag == 2 || g->cells[i - g->stride - 2].diag == 2))
        make_head(c, SOUTH);
}

/* "* * *": places in a row of text that lines point to, no ends of lines. */
static bool in_row_of_stars(const struct box_grid *g, int i)
{
    int n = 1;
    for (int k = 2; cp_at(g, i - k) == '*' && !cp_at(g, i - k + 1) && n < 3; k += 2)
        n++;
    for (int k = 2; cp_at(g, i + k) == '*' && !cp_at(g, i + k - 1) && n < 3; k += 2)
        n++;
    return cp_at(g, i) == '*' && n >= 3;
}

static bool is_dot(const struct box_grid *g, int i)
{
    uint32_t cp = cp_at(g, i);
    if (in_row_of_stars(g, i))
        return false;
    bool drawn = cp_at(g, i - 1) >= 0x2500 || cp_at(g, i + 1) >= 0x2500;
    if ((cp == 'o' || cp == 'O') && drawn) /* where lines have characters of their own, a letter */
        return false;
    if (cp == '*' || cp == 'o' || cp == 'O') /* next to text it is text: [a-z]* */
        return g->cells[i - 1].role != CELL_TEXT && g->cells[i + 1].role != CELL_TEXT;
    for (ptrdiff_t k = 0; k < LEN(dots); k++)
        if (dots[k] == cp)
            return true;
    return false;
}

static void read_dot(struct box_grid *g, int i)
{
    static const int all[] = { NORTH, EAST, SOUTH, WEST };
    struct box_cell *c = g->cells + i;
    if (c->role != CELL_TEXT || !is_dot(g, i))
        return;
    uint16_t ports = ports_toward(g, i, all, 4);
    if (!ports)
        return;
    c->role = CELL_DOT;
    c->ports = ports;
    c->ascii = c->cp < 0x80;
}

typedef void grid_step(struct box_grid *g, int i);

static void each_text(struct box_grid *g, grid_step *step, const char *set)
{
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            int i = grid_at(g, x, y);
            if (g->cells[i].role == CELL_TEXT && (!set || is_any(cp_at(g, i), set)))
                step(g, i);
        }
}

/* Joints of one column whose lines lead to different sides are one line; those that lead to the
 * same side are the corners of two boxes. */
static void join_stacked(struct box_grid *g, int i)
{
    struct box_cell *up = g->cells + i, *low = up + g->stride;
    if (up->cp != '+' || low->cp != '+' || up->role != CELL_LINE || low->role != CELL_LINE)
        return;
    bool both_east = port_of(up, EAST) && port_of(low, EAST);
    bool both_west = port_of(up, WEST) && port_of(low, WEST);
    if (both_east || both_west)
        return;
    up->ports |= port_bits(SOUTH, PORT_LIGHT);
    low->ports |= port_bits(NORTH, PORT_LIGHT);
}

/* ++--- and ---++: a corner and a tee side by side. With lines on both sides, ---++---, they are the
 * corners of two boxes. */
static void join_beside(struct box_grid *g, int i)
{
    struct box_cell *left = g->cells + i, *right = left + 1;
    if (left->cp != '+' || right->cp != '+' || left->role != CELL_LINE || right->role != CELL_LINE)
        return;
    if (port_of(left, EAST) || port_of(right, WEST) ||
        !port_of(left, WEST) == !port_of(right, EAST))
        return;
    left->ports |= port_bits(EAST, PORT_LIGHT);
    right->ports |= port_bits(WEST, PORT_LIGHT);
}

/* A plus in the only row of a box's side, where a line meets it: + above, + below, both of the
 * borders that lead to the same side. */
static void join_side(struct box_grid *g, int i)
{
    struct box_cell *c = g->cells + i, *up = c - g->stride, *low = c + g->stride;
    if (up->cp != '+' || low->cp != '+' || up->role != CELL_LINE || low->role != CELL_LINE)
        return;
    bool west = port_of(up, WEST) && port_of(low, WEST);
    bool east = port_of(up, EAST) && port_of(low, EAST);
    if (west == east)
        return;
    make_line(c, c->ports | port_bits(NORTH, PORT_LIGHT) | port_bits(SOUTH, PORT_LIGHT));
    up->ports |= port_bits(SOUTH, PORT_LIGHT);
    low->ports |= port_bits(NORTH, PORT_LIGHT);
}

void box_strokes_find(struct box_grid *g)
{
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++)
            read_unicode(g, g->cells + grid_at(g, x, y));
    for (int y = 0; y < g->h; y++)
        read_runs(g, y);
    for (int y = 0; y < g->h; y++)
        read_bars(g, y);
    for (int y = 0; y < g->h; y++)
        read_diagonals(g, y);
    each_text(g, read_small, "+");
    each_text(g, read_joint, "+.,'`\"");
    each_text(g, read_joint, "+.,'`\""); /* joints that lean on joints found first */
    for (int y = 0; y + 1 < g->h; y++)
        for (int x = 0; x < g->w; x++)
            join_stacked(g, grid_at(g, x, y));
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x + 1 < g->w; x++)
            join_beside(g, grid_at(g, x, y));
    each_text(g, join_side, "+");
    each_text(g, read_ascii_head, "><vV^");
    each_text(g, read_dot, NULL);
}

static uint32_t glyph_of(uint16_t ports)
{
    for (int i = 0; i < LEN(box_ports); i++)
        if (box_ports[i] == ports)
            return 0x2500 + (uint32_t)i;
    return 0;
}

uint32_t box_strokes_glyph(uint16_t ports)
{
    /* half a stroke is drawn as a whole one */
    for (int d = 0; d < 4; d++)
        if (ports == port_bits(d, ports >> (12 - 4 * d) & 15))
            ports |= port_bits(dir_back(d), ports >> (12 - 4 * d) & 15);
    if (ports == 0x0404)
        return 0x2504;
    if (ports == 0x4040)
        return 0x2506;
    uint16_t plain = 0, light = 0;
    for (int d = 0; d < 4; d++) {
        int w = ports >> (12 - 4 * d) & 15;
        plain |= port_bits(d, w == PORT_DASHED ? PORT_LIGHT : w);
        light |= port_bits(d, w ? PORT_LIGHT : 0);
    }
    uint32_t cp = glyph_of(plain);
    return cp ? cp : glyph_of(light);
}
