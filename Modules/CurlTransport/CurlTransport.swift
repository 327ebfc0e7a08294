public import HTTPTransport

/// Sends requests over libcurl: one `curl_multi` loop on one thread of its own, whatever the number of requests.
///
/// Connections are kept and reused, HTTP/2 is spoken over TLS where the server offers it. Certificates are always checked,
/// TLS is at least 1.2 with forward secrecy, redirects are never followed. Proxies, netrc files, cookies, Alt-Svc and key
/// logs that the environment asks for are ignored. Make one value and share it; the thread ends when the last reference
/// goes, or with ``shutdown()``.
public final class CurlTransport: StreamingTransport {
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
        try refuseInsecure(request)
        return try await loop.send(request).get()
    }

    /// Sends `request` and waits for the head of the response; the contract is that of
    /// ``/HTTPTransport/StreamingTransport``.
    ///
    /// At most 64 KiB and one piece of the body wait for the reader; then the connection is not read until there is room
    /// again. The body keeps the transport.
    ///
    /// - Parameter request: What to send, and the limits to hold to.
    /// - Returns: The head of the final response, and its body to be taken.
    /// - Throws: ``/HTTPTransport/TransportError``.
    public func open(_ request: TransportRequest) async throws(TransportError) -> StreamingResponse {
        try refuseInsecure(request)
        let (head, id, pipe) = try await loop.open(request).get()
        let stream = CurlStream(of: self, loop: loop, id: id, pipe: pipe)
        return StreamingResponse(
            status: head.status,
            headers: head.headers,
            version: head.version,
            body: StreamingResponse.Body { () throws(TransportError) in try await stream.next() }
        )
    }

    /// Ends every request under way with the code `shutDown`, closes the connections, and waits for the thread to end.
    ///
    /// Requests made later fail with the same code. To call it again does nothing.
    public func shutdown() async {
        await loop.close()
    }

    private func refuseInsecure(_ request: TransportRequest) throws(TransportError) {
        guard request.url.scheme == .https || request.url.isLoopback || configuration.allowsPlainHTTP else {
            let message = "plain http: goes to this machine only, unless allowed"
            throw TransportError(.insecureEndpoint, message, mayHaveReachedServer: false)
        }
    }
}
