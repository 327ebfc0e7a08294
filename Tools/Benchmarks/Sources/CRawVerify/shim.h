// One RS256 verification as OpenSSL alone does it: the measure that ours is held against.
#pragma once

#include <stddef.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/// Prepares a verification with the key of a SubjectPublicKeyInfo in DER; NULL if it is none.
static inline EVP_MD_CTX *raw_verify_prepare(const unsigned char *der, size_t length) {
    EVP_PKEY *key = d2i_PUBKEY(NULL, &der, (long)length);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!key || !context || EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) != 1) {
        EVP_MD_CTX_free(context);
        context = NULL;
    }
    EVP_PKEY_free(key);
    return context;
}

/// Verifies with a copy of the prepared context: 1 if the signature is right.
static inline int raw_verify(const EVP_MD_CTX *prepared, const unsigned char *signature, size_t signature_length,
                             const unsigned char *message, size_t message_length) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int result = context && EVP_MD_CTX_copy_ex(context, prepared) == 1
                     ? EVP_DigestVerify(context, signature, signature_length, message, message_length)
                     : -1;
    EVP_MD_CTX_free(context);
    return result;
}

static inline void raw_verify_free(EVP_MD_CTX *prepared) { EVP_MD_CTX_free(prepared); }
