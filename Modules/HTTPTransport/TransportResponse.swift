public import HTTPTypes

/// One whole response.
public struct TransportResponse: Hashable, Sendable {
    /// The status code, 200–299 or 400–599.
    public let status: Int
    /// The header fields; trailers are dropped.
    public let headers: HTTPFields
    /// The body, decoded.
    public let body: [UInt8]
    /// The version of HTTP that carried it; `nil` if none did, as in process.
    public let version: Version?

    /// Makes a response.
    ///
    /// - Parameters:
    ///   - status: The status code.
    ///   - headers: The header fields.
    ///   - body: The body, decoded.
    ///   - version: The version of HTTP that carried it.
    public init(status: Int, headers: HTTPFields = [:], body: [UInt8] = [], version: Version? = nil) {
        (self.status, self.headers, self.body, self.version) = (status, headers, body, version)
    }

    /// Holds the response against the contract of ``HTTPTransport``: for transports that have it all at once.
    ///
    /// - Parameter limits: The limits of the request.
    /// - Returns: The response itself.
    /// - Throws: ``TransportError`` with ``TransportError/Code/redirectRefused``,
    ///   ``TransportError/Code/headersTooLarge``, ``TransportError/Code/bodyTooLarge`` or, for a status below 200 or
    ///   above 599, ``TransportError/Code/malformedResponse``.
    public func admitted(under limits: TransportLimits) throws(TransportError) -> TransportResponse {
        guard (200...599).contains(status) else { throw refusal(.malformedResponse, "status \(status)") }
        guard !(300...399).contains(status) else { throw refusal(.redirectRefused, "status \(status)") }
        // "Name: value" and the line's end.
        let headerByteCount = headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard headerByteCount <= limits.maximumHeaderByteCount else {
            throw refusal(.headersTooLarge, "more than \(limits.maximumHeaderByteCount) bytes of headers")
        }
        guard body.count <= limits.maximumBodyByteCount else {
            throw refusal(.bodyTooLarge, "more than \(limits.maximumBodyByteCount) bytes of body")
        }
        return self
    }

    private func refusal(_ code: TransportError.Code, _ message: String) -> TransportError {
        TransportError(code, message, mayHaveReachedServer: true)
    }
}

extension TransportResponse {
    /// A version of HTTP.
    public struct Version: Hashable, Sendable, CustomStringConvertible {
        /// As the status line writes it.
        public let description: String

        private init(_ name: String) { description = name }

        /// HTTP/1.0 (RFC 1945).
        public static let http10 = Self("HTTP/1.0")
        /// HTTP/1.1 (RFC 9112).
        public static let http11 = Self("HTTP/1.1")
        /// HTTP/2 (RFC 9113).
        public static let http2 = Self("HTTP/2")
    }
}
