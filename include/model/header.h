/* header.h - the headers that S3 keeps with an object and answers with, or that say how it is kept. */
#ifndef MODEL_HEADER_H
#define MODEL_HEADER_H
#include "base/str.h"

/* Whether an object can have it; names ignore case. */
bool header_is_known(struct str name);
/* The known name that is most like it. */
struct str header_nearest(struct str name);
/* Whether it says how the bytes are kept, not what readers get: what stands beside the objects has it
 * too. */
bool header_is_of_store(struct str name);
#endif
