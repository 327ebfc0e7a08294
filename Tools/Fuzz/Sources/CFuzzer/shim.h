// What libFuzzer lends to a mutator of one's own.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Changes `data` in place by one of libFuzzer's own mutations, up to `max_size` bytes; returns the new size.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
