internal import ByteCoding
internal import CCurl

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The library itself, initialised once for the whole process and never undone.
enum CurlLibrary {
    /// Whether libcurl came up, and is the OpenSSL 3 build that the certificate checks need.
    static let isUsable = shim_curl_global_init() == CURLE_OK && shim_curl_uses_openssl_3() == 1

    static func canReadAuthorities(path: String) -> Bool {
        // SAFETY: the path is lent for the call.
        unsafe path.withCString { unsafe shim_tls_can_read_authorities($0) == 1 }
    }
}

/// Sole owner of one `CURL`, with which one e-mail is sent.
///
/// Lives on the thread that it blocks.
@safe final class SMTPTransfer {
    private let configuration: SMTPTransport.Configuration
    private let handle: UnsafeMutableRawPointer
    private var receivers: UnsafeMutablePointer<curl_slist>?
    private let text: [UInt8]
    private var position = 0

    /// Sets everything up.
    init(_ message: MailMessage, _ configuration: SMTPTransport.Configuration) throws(CurlMailError) {
        guard CurlLibrary.isUsable, let made = unsafe curl_easy_init() else { throw Self.outOfMemory }
        unsafe handle = made
        self.configuration = configuration
        text = Array(message.text.utf8)
        try setConnection()
        try setLogin()
        try set(CURLOPT_MAIL_FROM, "<\(message.sender)>")
        guard let list = unsafe curl_slist_append(nil, "<\(message.receiver)>") else { throw Self.outOfMemory }
        unsafe receivers = list
        try unsafe check(shim_curl_set_list(handle, CURLOPT_MAIL_RCPT, list))
        try set(CURLOPT_UPLOAD, 1)
        try setCallbacks()
    }

    // SAFETY: the transfer is over when its owner lets go of it, so libcurl reads the list no more.
    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(receivers)
    }

    /// Sends the e-mail, blocking.
    ///
    /// - Throws: ``CurlMailError``.
    func perform() throws(CurlMailError) {
        let code = unsafe curl_easy_perform(handle)
        // libcurl calls back with `self` all that time.
        withExtendedLifetime(self) {}
        guard code != CURLE_OK else { return }
        var answer = 0
        _ = unsafe shim_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &answer)
        throw Self.failure(code, answer: answer)
    }

    private func setConnection() throws(CurlMailError) {
        try set(CURLOPT_URL, configuration.address)
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try set(CURLOPT_NOSIGNAL, 1)
        // An empty string keeps libcurl from reading the environment's proxies.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        let isPlain =
            configuration.isLoopback && configuration.allowsPlainLoopback && !configuration.usesTLSFromTheStart
        try set(CURLOPT_USE_SSL, Int((isPlain ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        let limit = Int(Int32(exactly: (configuration.timeLimit / .milliseconds(1)).rounded(.up)) ?? .max)
        try set(CURLOPT_TIMEOUT_MS, limit)
        try set(CURLOPT_CONNECTTIMEOUT_MS, min(limit, 3000))
    }

    private func setLogin() throws(CurlMailError) {
        guard let username = configuration.username, let password = configuration.password else { return }
        try set(CURLOPT_USERNAME, username)
        var bytes = password.withBytes { bytes in bytes.indices.map { CChar(bitPattern: bytes[$0]) } } + [0]
        // SAFETY: libcurl copies the text during the call; ours is wiped after it.
        let code = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return CURLE_OUT_OF_MEMORY }
            defer { unsafe explicit_bzero(start, buffer.count) }
            return unsafe shim_curl_set_string(handle, CURLOPT_PASSWORD, start)
        }
        try check(code)
    }

    // SAFETY: libcurl calls back only within `perform`, for whose length its caller holds `self`.
    private func setCallbacks() throws(CurlMailError) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_READDATA, context))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_SSL_CTX_DATA, context))
        try unsafe check(
            shim_curl_set_sink(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
                let (space, overflow) = size.multipliedReportingOverflow(by: count)
                guard let bytes = unsafe bytes, let context = unsafe context, !overflow else { return 0 }
                return unsafe transfer(at: context).copy(to: UnsafeMutableRawBufferPointer(start: bytes, count: space))
            }
        )
        // What the server says besides its codes is of no use.
        try unsafe check(
            shim_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in
                size.multipliedReportingOverflow(by: count).partialValue
            }
        )
        try unsafe check(
            shim_curl_set_tls_context(handle) { _, tlsContext, context in
                guard let tlsContext = unsafe tlsContext, let context = unsafe context else {
                    return CURLE_SSL_CERTPROBLEM
                }
                return unsafe transfer(at: context).prepare(tlsContext)
            }
        )
    }

    /// Hands out the next bytes of the text; none at its end.
    fileprivate func copy(to space: UnsafeMutableRawBufferPointer) -> Int {
        let next = text[position...].prefix(space.count)
        unsafe space.copyBytes(from: next)
        position += next.count
        return next.count
    }

    /// Has OpenSSL itself compare names, trust the extra authorities, and be strict and silent in any environment.
    fileprivate func prepare(_ tlsContext: UnsafeMutableRawPointer) -> CURLcode {
        // SAFETY: both strings are lent for the call, which copies them.
        let isPrepared = unsafe configuration.host.withCString { host in
            guard let path = configuration.extraAuthoritiesPath else {
                return unsafe shim_tls_prepare(tlsContext, host, nil)
            }
            return unsafe path.withCString { unsafe shim_tls_prepare(tlsContext, host, $0) }
        }
        return isPrepared == 1 ? CURLE_OK : CURLE_SSL_CACERT_BADFILE
    }

    private static func failure(_ code: CURLcode, answer: Int) -> CurlMailError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            CurlMailError(.unreachable, "the server takes no connection")
        case CURLE_OPERATION_TIMEDOUT: CurlMailError(.timedOut, "the server did not finish in time")
        case CURLE_LOGIN_DENIED: CurlMailError(.loginRefused, "the server refuses the user (\(answer))")
        case CURLE_USE_SSL_FAILED: CurlMailError(.tlsFailure, "the server offers no TLS")
        case CURLE_PEER_FAILED_VERIFICATION: CurlMailError(.tlsFailure, "the server's certificate is not good")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
            CurlMailError(.tlsFailure, "there is no TLS with the server")
        case CURLE_OUT_OF_MEMORY: outOfMemory
        default:
            answer >= 400
                ? CurlMailError(.refused, "the server answers \(answer)")
                : CurlMailError(.connectionLost, "libcurl code \(code.rawValue)")
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(CurlMailError) {
        try unsafe check(shim_curl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(CurlMailError) {
        try unsafe check(shim_curl_set_string(handle, option, value))
    }

    private func check(_ code: @autoclosure () -> CURLcode) throws(CurlMailError) {
        guard code() == CURLE_OK else { throw Self.outOfMemory }
    }

    private static var outOfMemory: CurlMailError {
        CurlMailError(.outOfResources, "libcurl cannot take the e-mail")
    }
}

/// The transfer whose address libcurl was given.
// SAFETY: `context` comes from `setCallbacks`, and its owner holds the transfer while libcurl works.
private func transfer(at context: UnsafeMutableRawPointer) -> SMTPTransfer {
    unsafe Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue()
}
