// The program's own malloc comes before the C library's, also for the libraries that the program loads.
#include "CAllocations.h"

#include <errno.h>
#include <stdbool.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local bool is_counting;
static _Thread_local allocations counted;

static inline void note(size_t bytes) {
    if (__builtin_expect(is_counting, 0)) {
        counted.count++;
        counted.bytes += bytes;
    }
}

void allocations_start(void) {
    counted = (allocations){0, 0};
    is_counting = true;
}

allocations allocations_stop(void) {
    is_counting = false;
    return counted;
}

void *malloc(size_t size) {
    note(size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    note(size);
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(size);
    return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
    note(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    note(size);
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}
