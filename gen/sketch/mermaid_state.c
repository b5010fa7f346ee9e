#include "sketch/mermaid_reader.h"
void mermaid_state_read(struct mermaid *r)
{
    mermaid_fail(r, 0, 0, "later");
}
