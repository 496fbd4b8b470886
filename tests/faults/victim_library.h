/* SPDX-License-Identifier: Apache-2.0
 * victim_library.h - what the victim calls.
 */
#ifndef VICTIM_LIBRARY_H
#define VICTIM_LIBRARY_H

/* `text` twice, one behind the other; free it. NULL when memory is out. Three allocations. */
__attribute__((visibility("default"))) char *victim_twice(const char *text);

#endif
