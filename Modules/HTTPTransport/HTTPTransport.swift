/// Something that sends one HTTP request and waits for its whole response.
///
/// What every conforming type promises, and the conformance suite of `HTTPTransportTesting` checks:
///
/// - The method, the target, the header fields and the body arrive as they were given.
/// - A response of 200–299 and of 400–599 is returned, whatever it says; one of 300–399 is never followed and is thrown
///   as ``TransportError/Code/redirectRefused``.
/// - The body is handed over decoded (content codings undone), and never more of it than the limits of the request allow.
/// - Every wait ends: by the response, by the deadlines of the request's ``TransportLimits``, or by cancellation of the
///   calling task, which is thrown as ``TransportError/Code/cancelled``.
/// - Nothing is sent twice, unless the method is idempotent (RFC 9110 §9.2.2).
/// - A thrown error says whether the far end may have seen any of the request.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and waits for the response.
    ///
    /// - Parameter request: What to send, and the limits to hold to.
    /// - Returns: The final response; never an interim one (100–199) and never a redirect.
    /// - Throws: ``TransportError``, with any of its codes.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse
}
