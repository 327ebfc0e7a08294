/// A transport that can also hand over a body while it comes.
public protocol StreamingTransport: HTTPTransport {
    /// Sends `request` and waits for the head of the response.
    ///
    /// What ``HTTPTransport`` promises holds here too. The limits of the request hold for the whole exchange, the taking of
    /// the body included, so whoever waits for a body without an end gives it time and room; only the time in which the
    /// reader lets the body wait does not count as slow.
    ///
    /// - Parameter request: What to send, and the limits to hold to.
    /// - Returns: The head of the final response, and its body to be taken; never an interim one and never a redirect.
    /// - Throws: ``TransportError``, with any of its codes.
    func open(_ request: TransportRequest) async throws(TransportError) -> StreamingResponse
}
