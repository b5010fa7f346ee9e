/* services.h - the compiled-in assets/services.json as struct services. */
#ifndef LOAD_SERVICES_H
#define LOAD_SERVICES_H
#include "model/services.h"

const struct services *services_load(struct arena *keep);
#endif
