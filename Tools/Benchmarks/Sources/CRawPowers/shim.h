// What a client's half of one SRP sign-in asks of OpenSSL at least: three powers modulo the group's prime in constant time, two
// of the generator with exponents of 256 bits, one of another base with an exponent of 512.
#pragma once

#include <stdlib.h>

#include <openssl/bn.h>

typedef struct {
    BN_CTX *context;
    BN_MONT_CTX *montgomery;
    BIGNUM *prime, *generator, *base, *shorter, *longer, *result;
} raw_powers;

static inline void raw_powers_free(raw_powers *raw) {
    if (!raw) return;
    BN_free(raw->prime);
    BN_free(raw->generator);
    BN_free(raw->base);
    BN_free(raw->shorter);
    BN_free(raw->longer);
    BN_free(raw->result);
    BN_MONT_CTX_free(raw->montgomery);
    BN_CTX_free(raw->context);
    free(raw);
}

/// Prepares everything that outlives one sign-in; NULL if memory is short. For one thread.
static inline raw_powers *raw_powers_prepare(void) {
    raw_powers *raw = calloc(1, sizeof *raw);
    if (!raw) return NULL;
    raw->context = BN_CTX_new();
    raw->montgomery = BN_MONT_CTX_new();
    raw->prime = BN_get_rfc3526_prime_3072(NULL);
    raw->generator = BN_new();
    raw->base = BN_new();
    raw->shorter = BN_new();
    raw->longer = BN_new();
    raw->result = BN_new();
    if (!raw->context || !raw->montgomery || !raw->prime || !raw->generator || !raw->base || !raw->shorter ||
        !raw->longer || !raw->result || !BN_MONT_CTX_set(raw->montgomery, raw->prime, raw->context) ||
        !BN_set_word(raw->generator, 2) || !BN_rand_range(raw->base, raw->prime) ||
        !BN_rand(raw->shorter, 256, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) ||
        !BN_rand(raw->longer, 512, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY)) {
        raw_powers_free(raw);
        return NULL;
    }
    BN_set_flags(raw->shorter, BN_FLG_CONSTTIME);
    BN_set_flags(raw->longer, BN_FLG_CONSTTIME);
    return raw;
}

/// One power: 1 if all went well.
static inline int raw_power(raw_powers *raw, const BIGNUM *base, const BIGNUM *exponent) {
    return BN_mod_exp_mont_consttime(raw->result, base, exponent, raw->prime, raw->context, raw->montgomery);
}

/// All three: 1 if all went well.
static inline int raw_powers_once(raw_powers *raw) {
    return raw_power(raw, raw->generator, raw->shorter) == 1 && raw_power(raw, raw->generator, raw->shorter) == 1 &&
           raw_power(raw, raw->base, raw->longer) == 1;
}
