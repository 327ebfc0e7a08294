// libcurl from 7.87 on, built with OpenSSL 3: what Swift cannot call, one function for each type of argument.
#pragma once

#define OPENSSL_NO_DEPRECATED 1

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <string.h>

static inline CURLcode shim_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline int shim_curl_uses_openssl_3(void) {
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    return info && info->ssl_version && strncmp(info->ssl_version, "OpenSSL/3.", 10) == 0;
}

static inline CURLcode shim_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode shim_curl_set_offset(CURL *handle, CURLoption option, int64_t value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

static inline CURLcode shim_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode shim_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode shim_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
typedef size_t (*shim_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode shim_curl_set_sink(CURL *handle, CURLoption option, shim_curl_sink value) {
    return curl_easy_setopt(handle, option, value);
}

typedef int (*shim_curl_prerequest)(void *context, char *remote, char *local, int remote_port, int local_port);

static inline CURLcode shim_curl_set_prerequest(CURL *handle, shim_curl_prerequest value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

typedef CURLcode (*shim_curl_tls_context)(CURL *handle, void *tls_context, void *context);

static inline CURLcode shim_curl_set_tls_context(CURL *handle, shim_curl_tls_context value) {
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, value);
}

static inline CURLcode shim_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode shim_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode shim_curl_get_private(CURL *handle, void **value) {
    return curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)value);
}

static inline CURLMcode shim_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The next finished transfer and its result; null when there is none.
static inline CURL *shim_curl_multi_next_done(CURLM *multi, CURLcode *result) {
    int remaining = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &remaining))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

// Makes OpenSSL itself compare the certificate's names with the host, subject alternative names only (RFC 9525 §6.3), and
// trust the authorities of one more file. However lax openssl.cnf is, SHA-1 signatures and short keys are refused (level
// 2); no keys are logged, though SSLKEYLOGFILE is set. Returns 1 if all of it took.
static inline int shim_tls_prepare(void *tls_context, const char *host, const char *authorities) {
    SSL_CTX *context = (SSL_CTX *)tls_context;
    X509_VERIFY_PARAM *check = SSL_CTX_get0_param(context);
    if (!check) return 0;
    SSL_CTX_set_keylog_callback(context, NULL);
    if (SSL_CTX_get_security_level(context) < 2) SSL_CTX_set_security_level(context, 2);
    X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_ip_asc(check, host) != 1 && X509_VERIFY_PARAM_set1_host(check, host, 0) != 1) return 0;
    return authorities == NULL || SSL_CTX_load_verify_file(context, authorities) == 1;
}

// Returns 1 if the file holds at least one certificate that OpenSSL can read.
static inline int shim_tls_can_read_authorities(const char *path) {
    X509_STORE *store = X509_STORE_new();
    int result = store && X509_STORE_load_file(store, path) == 1;
    X509_STORE_free(store);
    ERR_clear_error();
    return result;
}
