// OpenSSL 3 libcrypto: the EVP interface and big numbers. Deprecated calls stay hidden.
#pragma once

#define OPENSSL_NO_DEPRECATED 1

#include <string.h>

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

/// Starts an HMAC; `key` may be NULL when `length` is zero, which the library alone takes for "keep the key".
static inline int shim_hmac_init(EVP_MAC_CTX *context, const char *digest, const unsigned char *key, size_t length) {
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, length ? key : (const unsigned char *)"", length, parameters);
}

static inline int shim_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length) {
    return shim_hmac_init(context, "SHA256", key, length);
}

static inline int shim_hmac_sha1_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length) {
    return shim_hmac_init(context, "SHA1", key, length);
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

/// Makes a key of type `type` from parameters; a private key if `selection` says so.
static inline EVP_PKEY *shim_key_from_parameters(const char *type, int selection, OSSL_PARAM *parameters) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (!context || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, selection, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

/// Makes an RSA key of big-endian numbers laid end to end: n and e, or all eight of n, e, d, p, q, dp, dq, qi.
static inline EVP_PKEY *shim_rsa_key(const unsigned char *bytes, const long *lengths, size_t count) {
    static const char *const names[8] = {
        OSSL_PKEY_PARAM_RSA_N,       OSSL_PKEY_PARAM_RSA_E,         OSSL_PKEY_PARAM_RSA_D,
        OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
        OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
    };
    if (count != 2 && count != 8) return NULL;

    BIGNUM *numbers[8] = {0};
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    int is_good = builder != NULL;
    for (size_t i = 0; is_good && i < count; bytes += lengths[i], i++) {
        numbers[i] = i < 2 ? BN_new() : BN_secure_new();
        is_good = numbers[i] && BN_bin2bn(bytes, (int)lengths[i], numbers[i]) &&
                  OSSL_PARAM_BLD_push_BN(builder, names[i], numbers[i]);
    }
    if (is_good) parameters = OSSL_PARAM_BLD_to_param(builder);
    if (parameters) {
        key = shim_key_from_parameters("RSA", count == 8 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters);
    }
    OSSL_PARAM_free(parameters);
    for (size_t i = 0; i < count; i++) BN_clear_free(numbers[i]);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

/// Makes a P-256 public key of a point in SEC 1 form.
static inline EVP_PKEY *shim_p256_key(const unsigned char *point, size_t length) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, length),
        OSSL_PARAM_construct_end(),
    };
    return shim_key_from_parameters("EC", EVP_PKEY_PUBLIC_KEY, parameters);
}

/// Whether the key is an elliptic-curve key on P-256, by the curve's name.
static inline int shim_is_p256(const EVP_PKEY *key) {
    char name[32];
    size_t length = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_group_name(key, name, sizeof name, &length) == 1 &&
           (strcmp(name, "prime256v1") == 0 || strcmp(name, "P-256") == 0);
}

/// Writes the key's point in uncompressed form.
static inline int shim_p256_point(EVP_PKEY *key, unsigned char *output, size_t size, size_t *written) {
    unsigned char x[32], y[32];
    BIGNUM *bx = NULL, *by = NULL;
    int is_good = size == 65 && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &bx) == 1 &&
                  EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &by) == 1 && BN_bn2binpad(bx, x, 32) == 32 &&
                  BN_bn2binpad(by, y, 32) == 32;
    if (is_good) {
        output[0] = 4;
        memcpy(output + 1, x, 32);
        memcpy(output + 33, y, 32);
        *written = 65;
    }
    BN_free(bx);
    BN_free(by);
    return is_good;
}

static inline EVP_PKEY *shim_rsa_generate(long bits) { return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits); }

static inline EVP_PKEY *shim_p256_generate(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"); }
