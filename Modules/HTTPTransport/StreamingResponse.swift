public import HTTPTypes

/// The head of a response, and a body that is still to come.
public struct StreamingResponse: Sendable {
    /// The status code, 200–299 or 400–599.
    public let status: Int
    /// The header fields; trailers are dropped.
    public let headers: HTTPFields
    /// The version of HTTP that carries it; `nil` if none does, as in process.
    public let version: TransportResponse.Version?
    /// The body, decoded, as it comes.
    public let body: Body

    /// Makes a response.
    ///
    /// - Parameters:
    ///   - status: The status code.
    ///   - headers: The header fields.
    ///   - version: The version of HTTP that carries it.
    ///   - body: The body.
    public init(status: Int, headers: HTTPFields = [:], version: TransportResponse.Version? = nil, body: Body) {
        (self.status, self.headers, self.version, self.body) = (status, headers, version, body)
    }

    /// Bytes as they come, in pieces of any length but none; to be taken once, by one task at a time.
    ///
    /// Whoever takes them slowly slows the far end down. The exchange ends early when nothing refers to the body any more,
    /// or when a task that waits for a piece is cancelled.
    public struct Body: AsyncSequence, Sendable {
        private let take: @Sendable () async throws(TransportError) -> [UInt8]?

        /// Makes a body.
        ///
        /// - Parameter take: Waits for the next piece; `nil` at the end of the body, and from then on.
        public init(_ take: @escaping @Sendable () async throws(TransportError) -> [UInt8]?) {
            self.take = take
        }

        /// Begins, or goes on, to take the body.
        public func makeAsyncIterator() -> Iterator {
            Iterator(take: take)
        }

        /// Takes a body piece by piece.
        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let take: @Sendable () async throws(TransportError) -> [UInt8]?

            /// Waits for the next piece.
            ///
            /// - Parameter actor: Where the caller is.
            /// - Returns: One byte or more; `nil` at the end of the body.
            /// - Throws: ``TransportError`` if the body breaks off, passes a limit or is given up.
            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(TransportError) -> [UInt8]? {
                try await take()
            }
        }
    }
}
