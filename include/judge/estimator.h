/* estimator.h - the page data/estimator/: the sizes as columns, and the numbers from which a small
 * script (assets/estimator.js) makes a form of them.
 *
 * The numbers are JSON in an attribute of the page:
 *     { "u": 400,                                     users of the largest size
 *       "f": [[0.25,0.5],…],                          task sizes: vCPU, GB
 *       "c": [["none",0],["cache.t3.micro",0.017]],   caches and their price an hour
 *       "p": [0.04048,[low,typical,high],{"t":[[10240,0.09],[0,0.085]]}],  prices: plain, ranges, tiers
 *       "g": [["us-east-1"],["eu-central-1",[…],[0,…]]],  regions, the site's first; "p" and "c" of each other
 *       "s": [ { "n": "Small", "d": [users,size,tasks,zones,hours,GB out,cache,WAF],
 *                "r": [ ["ECS Fargate",[[0,1,"tch"],…]],… ] } ] }
 * A part is [price or −1 for the cache's, amount, inputs that multiply it, offset, free]. Amounts that
 * differ by end are [low,typical,high]. Inputs: t tasks, c vCPU, m GB of memory, h hours, z zones,
 * u users, v users beyond the largest size, w WAF (0 or 1); a: addresses, offset + zones + load
 * balancer's zones; o: GB out less offset. With the inputs "d" of a size the form gives what plumb
 * estimate gives. */
#ifndef JUDGE_ESTIMATOR_H
#define JUDGE_ESTIMATOR_H
#include "gather/site.h"

/* The estimates can be played with: all sizes are priced and say for how many users they are. */
bool estimator_has(const struct site *s);
void estimator_add(struct site *s);
#endif
