/* risk.h - which changes a review looks at first: rules of a table over keys and values.
 *
 *     alb.waf                          true → false          protections   "the firewall is off"
 *     SecurityGroupIngress.CidrIp      10.0.0.0/8 → 0.0.0.0/0   ingress    "open to every address"
 *     backup_retention_period          35 → 14               backups       "backups are kept for less"
 *
 * The other direction is no risk. */
#ifndef CHECK_RISK_H
#define CHECK_RISK_H
#include "base/str.h"

enum risk_class { /* as a review takes them up */
                  RISK_SECRETS,
                  RISK_EXPOSURE,
                  RISK_INGRESS,
                  RISK_GRANTS,
                  RISK_ENCRYPTION,
                  RISK_PROTECTION,
                  RISK_BACKUPS,
                  RISK_WATCH,
                  RISK_LIMITS
};
struct risk {
    enum risk_class class;
    const char *says; /* "the firewall is off" */
    const char *keys; /* words one of which stands in the key: "waf|web acl" */
    int test;         /* private to risk.c */
    const char *only; /* a word that stands in the key too, or in the values; NULL: none */
};

/* What the change of one value is a risk of, or NULL. key: a pointer or a path of names; old, now: texts as
 * JSON or templates have them, empty where nothing stands. */
const struct risk *risk_of(struct str key, struct str old, struct str now, struct arena scratch);
/* The same for a resource that comes (added) or goes, by its type and name. */
const struct risk *risk_of_resource(struct str type, bool added, struct arena scratch);
/* The same for a piece of code, by the names that have another value in it. */
const struct risk *risk_of_code(struct str old, struct str now, struct arena scratch);
/* Is now a larger number than old, as data or people write them? */
bool risk_grows(struct str old, struct str now);
const char *risk_class_name(enum risk_class c); /* "exposure" */
#endif
