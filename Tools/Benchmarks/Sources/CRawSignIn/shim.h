// What a server's half of one SRP sign-in asks of OpenSSL at least: three powers modulo the group's prime with exponents of
// 256 bits, in constant time, and two RSA-2048 signatures.
#pragma once

#include <stddef.h>
#include <stdlib.h>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

typedef struct {
    BN_CTX *context;
    BN_MONT_CTX *montgomery;
    BIGNUM *prime, *base, *exponent, *result;
    EVP_PKEY *key;
} raw_sign_in;

static inline void raw_sign_in_free(raw_sign_in *raw) {
    if (!raw) return;
    BN_free(raw->prime);
    BN_free(raw->base);
    BN_free(raw->exponent);
    BN_free(raw->result);
    BN_MONT_CTX_free(raw->montgomery);
    BN_CTX_free(raw->context);
    EVP_PKEY_free(raw->key);
    free(raw);
}

/// Prepares everything that outlives one sign-in; NULL if memory is short or the key is none. For one thread.
static inline raw_sign_in *raw_sign_in_prepare(const unsigned char *pkcs8, size_t length) {
    raw_sign_in *raw = calloc(1, sizeof *raw);
    if (!raw) return NULL;
    raw->context = BN_CTX_new();
    raw->montgomery = BN_MONT_CTX_new();
    raw->prime = BN_get_rfc3526_prime_3072(NULL);
    raw->base = BN_new();
    raw->exponent = BN_new();
    raw->result = BN_new();
    raw->key = d2i_AutoPrivateKey(NULL, &pkcs8, (long)length);
    if (!raw->context || !raw->montgomery || !raw->prime || !raw->base || !raw->exponent || !raw->result || !raw->key ||
        !BN_MONT_CTX_set(raw->montgomery, raw->prime, raw->context) || !BN_rand_range(raw->base, raw->prime) ||
        !BN_rand(raw->exponent, 256, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY)) {
        raw_sign_in_free(raw);
        return NULL;
    }
    BN_set_flags(raw->exponent, BN_FLG_CONSTTIME);
    return raw;
}

/// Does it once: 1 if all went well.
static inline int raw_sign_in_once(raw_sign_in *raw, const unsigned char *message, size_t length) {
    for (int power = 0; power < 3; power++) {
        if (BN_mod_exp_mont_consttime(raw->result, raw->base, raw->exponent, raw->prime, raw->context,
                                      raw->montgomery) != 1)
            return 0;
    }
    for (int count = 0; count < 2; count++) {
        unsigned char signature[256];
        size_t size = sizeof signature;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        int isSigned = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, raw->key) == 1 &&
                       EVP_DigestSign(context, signature, &size, message, length) == 1;
        EVP_MD_CTX_free(context);
        if (!isSigned) return 0;
    }
    return 1;
}
