internal import CCurl
internal import HTTPTransport
internal import HTTPTypes
internal import Synchronization

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

/// Sole owner of one `CURLM`.
// SAFETY: the handle is used on the loop thread alone, but for `curl_multi_wakeup`, which is made for other threads and
// is called under the lock that `close()` takes, so never on a freed handle.
@safe final class CurlMulti: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let isOpen = Mutex(true)

    init(configuration: CurlTransport.Configuration) throws(TransportError) {
        guard CurlLibrary.isUsable, let made = unsafe curl_multi_init() else {
            throw TransportError(.outOfResources, "libcurl does not come up", mayHaveReachedServer: false)
        }
        unsafe handle = made
        let limit = Int(Int32(clamping: configuration.maximumConnectionsPerHost))
        unsafe shim_curl_multi_set_long(made, CURLMOPT_MAX_HOST_CONNECTIONS, limit)
        unsafe shim_curl_multi_set_long(made, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    deinit {
        close()
    }

    /// Ends the wait of ``poll()``; may be called on any thread.
    func wake() {
        isOpen.withLock { isOpen in
            if isOpen { unsafe curl_multi_wakeup(handle) }
        }
    }

    /// Closes the connections and frees the handle; no transfer may be left.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { unsafe curl_multi_cleanup(handle) }
            isOpen = false
        }
    }

    func add(_ transfer: CurlTransfer) throws(TransportError) {
        guard unsafe curl_multi_add_handle(handle, transfer.handle) == CURLM_OK else {
            throw TransportError(.outOfResources, "curl_multi_add_handle", mayHaveReachedServer: false)
        }
    }

    func remove(_ transfer: CurlTransfer) {
        unsafe curl_multi_remove_handle(handle, transfer.handle)
    }

    /// Does what can be done without waiting; returns whether the loop can go on.
    func perform() -> Bool {
        var running: CInt = 0
        return unsafe curl_multi_perform(handle, &running) == CURLM_OK
    }

    /// The next transfer that has ended.
    func nextFinished() -> (id: UInt64, code: CURLcode)? {
        var code = CURLE_OK
        var context: UnsafeMutableRawPointer?
        guard let done = unsafe shim_curl_multi_next_done(handle, &code) else { return nil }
        guard unsafe shim_curl_get_private(done, &context) == CURLE_OK, let context = unsafe context else { return nil }
        return (unsafe transfer(at: context).id, code)
    }

    /// Waits for a socket, a timer of libcurl's or ``wake()``; the limit only bounds the sleep of an idle loop.
    func poll() {
        unsafe curl_multi_poll(handle, nil, 0, 60_000, nil)
    }
}

/// Sole owner of one `CURL` and of what it points to, one request under way.
///
/// Lives on the loop thread.
@safe final class CurlTransfer {
    let id: UInt64
    /// Whether a request was about to go out on a connection: from then on, some of it may have arrived.
    var mayHaveReachedServer: Bool { attemptCount > 0 }

    private let request: TransportRequest
    private let authoritiesPath: String?
    /// Where the body goes, if it is taken as it comes.
    private let pipe: BodyPipe?
    private var assembler: ResponseAssembler
    private var attemptCount = 0
    fileprivate let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private let body: UnsafeMutablePointer<UInt8>
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Sets everything up.
    init(
        id: UInt64,
        request: TransportRequest,
        configuration: CurlTransport.Configuration,
        pipe: BodyPipe?
    ) throws(TransportError) {
        guard let made = unsafe curl_easy_init() else { throw CurlTransfer.outOfMemory }
        (self.id, self.request, self.pipe) = (id, request, pipe)
        authoritiesPath = configuration.extraAuthoritiesPath
        assembler = ResponseAssembler(limits: request.limits)
        unsafe handle = made
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe body = .allocate(capacity: max(request.body.count, 1))
        for (index, byte) in request.body.enumerated() { unsafe (body + index).initialize(to: byte) }
        try setConnection(configuration)
        try setRequest()
        try setLimits()
        try setCallbacks()
    }

    // SAFETY: the loop has taken the handle off the multi handle, so libcurl reads neither body nor list any more.
    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
        unsafe explicit_bzero(body, request.body.count)
        unsafe body.deallocate()
        unsafe errorText.deallocate()
    }

    /// The response, or why there is none.
    func result(_ code: CURLcode) -> Result<TransportResponse, TransportError> {
        do throws(TransportError) {
            if let failure = assembler.failure { throw failure }
            guard code == CURLE_OK else { throw TransportError(outcome(code)) }
            return .success(try assembler.response(version: version))
        } catch {
            return .failure(error)
        }
    }

    /// Goes on after the pipe was full; may hand over bytes at once.
    func resume() {
        unsafe curl_easy_pause(handle, CURLPAUSE_CONT)
    }

    private func takeHeaderLine(_ line: [UInt8]) -> Verdict {
        guard assembler.takeHeaderLine(line) else { return .stop }
        if let pipe, let head = assembler.head(version: version) { pipe.put(head) }
        return .goOn
    }

    private func takeBody(_ bytes: [UInt8]) -> Verdict {
        guard let pipe else { return assembler.takeBody(bytes) ? .goOn : .stop }
        guard pipe.hasRoom() else { return .pause }
        guard assembler.countBody(bytes.count) else { return .stop }
        pipe.put(bytes)
        return .goOn
    }

    /// What becomes of a transfer that has brought something.
    private enum Verdict {
        case goOn
        case stop
        /// The same bytes come again later.
        case pause
    }

    private func setConnection(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        try set(CURLOPT_URL, request.url.description)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        try set(CURLOPT_NOSIGNAL, 1)
        // An empty string keeps libcurl from reading the environment's proxies.
        let proxy = request.url.isLoopback ? nil : configuration.proxy
        try set(CURLOPT_PROXY, proxy ?? "")
        try set(CURLOPT_NOPROXY, "")
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Wait for a handshake that may bring HTTP/2; plain text does not, and would wait for the first response instead.
        try set(CURLOPT_PIPEWAIT, request.url.scheme == .https ? 1 : 0)
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        try set(CURLOPT_MAXAGE_CONN, Int(configuration.idleConnectionLifetime.components.seconds))
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // For 1.2; what 1.3 has is all of this kind: forward secrecy and authenticated encryption, or no connection.
        try set(CURLOPT_SSL_CIPHER_LIST, "ECDHE+AESGCM:ECDHE+CHACHA20")
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        // A look-up that is given up must not hold the loop until the resolver answers.
        try set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setRequest() throws(TransportError) {
        switch request.method {
        case .get: try set(CURLOPT_HTTPGET, 1)
        case .head: try set(CURLOPT_NOBODY, 1)
        default:
            try set(CURLOPT_POST, 1)
            try unsafe check(shim_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count)))
            try unsafe check(shim_curl_set_pointer(handle, CURLOPT_POSTFIELDS, body))
            if request.method != .post { try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        }
        // libcurl decodes what it lists here, and counts nothing: the assembler does, on what comes out.
        try set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        // A name with nothing after its colon takes libcurl's own field away; a semicolon sends an empty value.
        try append("Expect:")
        for name in [HTTPField.Name.accept, .contentType, .userAgent] where !request.headers.contains(name) {
            try append("\(name.rawName):")
        }
        for field in request.headers {
            try append(field.value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(field.value)")
        }
        try unsafe check(shim_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
    }

    private func setLimits() throws(TransportError) {
        let limits = request.limits
        try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout.wholeUnits(of: .milliseconds(1)))
        try set(CURLOPT_TIMEOUT_MS, limits.totalTimeout.wholeUnits(of: .milliseconds(1)))
        try set(CURLOPT_LOW_SPEED_LIMIT, Int(Int32(clamping: max(limits.minimumBytesPerSecond, 0))))
        try set(CURLOPT_LOW_SPEED_TIME, limits.slowTolerance.wholeUnits(of: .seconds(1)))
    }

    // SAFETY: libcurl calls back only while the transfer is on the multi handle, and the loop keeps `self` that long.
    private func setCallbacks() throws(TransportError) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_PRIVATE, context))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_PREREQDATA, context))
        try unsafe check(shim_curl_set_pointer(handle, CURLOPT_SSL_CTX_DATA, context))
        try unsafe check(
            shim_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                unsafe CurlTransfer.take(bytes, size, count, context) { $0.takeBody($1) }
            }
        )
        try unsafe check(
            shim_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                unsafe CurlTransfer.take(bytes, size, count, context) { $0.takeHeaderLine($1) }
            }
        )
        try unsafe check(
            shim_curl_set_prerequest(handle) { context, _, _, _, _ in
                guard let context = unsafe context else { return CURL_PREREQFUNC_ABORT }
                return unsafe transfer(at: context).mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
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

    /// Called before each time that the request goes out on a connection.
    ///
    /// libcurl looks whether a kept connection is still open before it reuses it; no byte is lost then. But if the server
    /// closes just as the request goes out, libcurl sends it again on a new connection by itself, as no answer came. The
    /// server may have done the work, though, and sessions and codes are good for one use only: so the second time is
    /// allowed for idempotent methods alone (RFC 9110 §9.2.2), and otherwise the caller is told that the request may have
    /// arrived.
    private func mayBegin() -> Bool {
        guard attemptCount == 0 || request.isIdempotent else { return false }
        attemptCount += 1
        return true
    }

    /// Has OpenSSL itself compare names, trust the extra authorities, and be strict and silent in any environment.
    private func prepare(_ tlsContext: UnsafeMutableRawPointer) -> CURLcode {
        // SAFETY: both strings are lent for the call, which copies them.
        let isPrepared = unsafe request.url.host.withCString { host in
            guard let path = authoritiesPath else { return unsafe shim_tls_prepare(tlsContext, host, nil) }
            return unsafe path.withCString { unsafe shim_tls_prepare(tlsContext, host, $0) }
        }
        return isPrepared == 1 ? CURLE_OK : CURLE_SSL_CACERT_BADFILE
    }

    private var version: TransportResponse.Version? {
        switch number(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): .http10
        case Int(CURL_HTTP_VERSION_1_1): .http11
        case Int(CURL_HTTP_VERSION_2_0): .http2
        default: nil
        }
    }

    private func outcome(_ code: CURLcode) -> CurlOutcome {
        var microseconds: curl_off_t = 0
        _ = unsafe shim_curl_get_offset(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
        return CurlOutcome(
            code: code,
            certificateVerdict: number(CURLINFO_SSL_VERIFYRESULT),
            // SAFETY: libcurl ends the text with a zero within the buffer, which began as zeros.
            tlsReason: tlsReason(in: unsafe String(cString: errorText)),
            mayHaveReachedServer: mayHaveReachedServer,
            isReadingHead: assembler.isReadingHead,
            isPastDeadline: .microseconds(microseconds) + .milliseconds(1) >= request.limits.totalTimeout
        )
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe shim_curl_get_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    private func append(_ line: String) throws(TransportError) {
        guard let longer = unsafe curl_slist_append(headers, line) else { throw Self.outOfMemory }
        unsafe headers = longer
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try unsafe check(shim_curl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try unsafe check(shim_curl_set_string(handle, option, value))
    }

    private func check(_ code: @autoclosure () -> CURLcode) throws(TransportError) {
        guard code() == CURLE_OK else { throw Self.outOfMemory }
    }

    private static var outOfMemory: TransportError {
        TransportError(.outOfResources, "libcurl cannot take the request", mayHaveReachedServer: false)
    }

    /// Copies what libcurl lends and hands it on; a return value of neither the number of bytes nor the sign for a pause
    /// ends the transfer.
    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        _ body: (CurlTransfer, [UInt8]) -> Verdict
    ) -> Int {
        let (byteCount, overflow) = size.multipliedReportingOverflow(by: count)
        guard let bytes = unsafe bytes, let context = unsafe context, !overflow, byteCount > 0 else { return 0 }
        // SAFETY: libcurl lends `byteCount` bytes for the length of the call.
        let copy = unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: byteCount))
        return switch unsafe body(transfer(at: context), copy) {
        case .goOn: byteCount
        case .stop: 0
        case .pause: Int(CURL_WRITEFUNC_PAUSE)
        }
    }
}

/// The transfer whose address libcurl was given.
// SAFETY: `context` comes from `setCallbacks`, and the loop keeps the transfer until it is off the multi handle.
private func transfer(at context: UnsafeMutableRawPointer) -> CurlTransfer {
    unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
}
