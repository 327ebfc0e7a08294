public import HTTPTransport
internal import HTTPTypes

/// Sends requests to a pool in the same process, without sockets: what a client is given in tests.
///
/// Scheme, host and port of the address do not matter; the path does.
public struct LocalPoolTransport: HTTPTransport {
    private let pool: LocalPool

    /// A transport whose every request ends at `pool`.
    public init(_ pool: LocalPool) {
        self.pool = pool
    }

    /// Lets the pool answer.
    ///
    /// - Parameter request: A request for any host.
    /// - Returns: The pool's answer.
    /// - Throws: `TransportError` if the answer breaks the request's limits.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let answer = await pool.respond(
            to: LocalPoolRequest(
                method: request.method,
                path: request.url.target,
                headers: request.headers,
                body: request.body
            )
        )
        return try TransportResponse(status: answer.status.code, headers: answer.headers, body: answer.body)
            .admitted(under: request.limits)
    }
}
