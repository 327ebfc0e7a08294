// Counts what one thread asks of the heap.
#pragma once

#include <stddef.h>

/// Blocks and bytes that were asked for.
typedef struct {
    size_t count;
    size_t bytes;
} allocations;

/// Begins to count the calling thread's allocations, from zero.
void allocations_start(void);

/// Stops counting, and returns what was counted.
allocations allocations_stop(void);
