public import HTTPTransport

/// Sends requests over libcurl: one `curl_multi` loop on one thread of its own, whatever the number of requests.
///
/// Connections are kept and reused, HTTP/2 is spoken over TLS where the server offers it. Certificates are always checked,
/// TLS is at least 1.2, redirects are never followed. Proxies, netrc files, cookies, Alt-Svc and key logs that the
/// environment asks for are ignored. Make one value and share it; the thread ends when the last reference goes, or with
/// ``shutdown()``.
public final class CurlTransport: HTTPTransport {
    private let configuration: Configuration
    private let loop: CurlLoop

    /// Starts the loop.
    ///
    /// - Parameter configuration: The settings that all requests share.
    /// - Throws: ``/HTTPTransport/TransportError`` with the code `invalidConfiguration` if the file of authorities or the
    ///   proxy cannot be used, or `outOfResources`.
    public init(configuration: Configuration = Configuration()) throws(TransportError) {
        try configuration.check()
        self.configuration = configuration
        loop = try CurlLoop(configuration: configuration)
        try loop.start()
    }

    deinit {
        loop.closeAndJoin()
    }

    /// Sends `request` and waits for the response; the contract is that of ``/HTTPTransport/HTTPTransport``.
    ///
    /// - Parameter request: What to send, and the limits to hold to.
    /// - Returns: The final response.
    /// - Throws: ``/HTTPTransport/TransportError``.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        guard request.url.scheme == .https || request.url.isLoopback || configuration.allowsPlainHTTP else {
            let message = "plain http: goes to this machine only, unless allowed"
            throw TransportError(.insecureEndpoint, message, mayHaveReachedServer: false)
        }
        return try await loop.send(request).get()
    }

    /// Ends every request under way with the code `shutDown`, closes the connections, and waits for the thread to end.
    ///
    /// Requests made later fail with the same code. To call it again does nothing.
    public func shutdown() async {
        await loop.close()
    }
}
