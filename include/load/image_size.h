/* image_size.h - width and height of a picture from the first bytes of its file, so that a page can keep
 * its place free. Every file may be an enemy's: nothing is believed, nothing is decoded. */
#ifndef LOAD_IMAGE_SIZE_H
#define LOAD_IMAGE_SIZE_H
#include "base/str.h"

enum {
    IMAGE_SIZE_HEAD = 1 << 18
}; /* bytes that are enough; a JPEG may begin with a preview and a profile */

enum image_format { IMAGE_OTHER, IMAGE_PNG, IMAGE_JPEG };
struct image_size {
    int width, height; /* in CSS pixels, as a browser turns it; both 0: not known */
    enum image_format format;
    int turn; /* Exif orientation 1 to 8; 0: not said */
};

/* PNG, JPEG, GIF, WebP and SVG, told apart by their bytes. */
struct image_size image_size_of(struct str head);
#endif
