// OpenSSL 3 libcrypto: the EVP interface and big numbers. Deprecated calls stay hidden.
#pragma once

#define OPENSSL_NO_DEPRECATED 1

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

// Parameter lists hold pointers to their names and values, so they are built and used within one call.

/// Starts an HMAC with SHA-256; `key` may be NULL when `length` is zero, which the library alone takes for "keep the key".
static inline int shim_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length) {
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, length ? key : (const unsigned char *)"", length, parameters);
}

/// Extracts and expands with HKDF and SHA-256.
static inline int shim_hkdf_sha256_derive(EVP_KDF_CTX *context, const unsigned char *ikm, size_t ikm_length,
                                          const unsigned char *salt, size_t salt_length, const unsigned char *info,
                                          size_t info_length, unsigned char *output, size_t output_length) {
    OSSL_PARAM parameters[5];
    OSSL_PARAM *next = parameters;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0);
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(ikm_length ? ikm : (const unsigned char *)""),
                                                ikm_length);
    if (salt_length) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length);
    if (info_length) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length);
    *next = OSSL_PARAM_construct_end();
    return EVP_KDF_derive(context, output, output_length, parameters);
}
