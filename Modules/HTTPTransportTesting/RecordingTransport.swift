public import HTTPTransport
internal import Synchronization

/// A transport that hands every request to another one and remembers what came of it.
public final class RecordingTransport: HTTPTransport {
    /// One request and its end.
    public struct Exchange: Sendable {
        /// What was asked.
        public let request: TransportRequest
        /// What came back.
        public let result: Result<TransportResponse, TransportError>
    }

    private let transport: any HTTPTransport
    private let recorded = Mutex<[Exchange]>([])

    /// Records what goes over `transport`.
    public init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    /// The exchanges that have ended, in the order of their ends.
    public var exchanges: [Exchange] { recorded.withLock { $0 } }

    /// Hands the request on.
    ///
    /// - Parameter request: What to send.
    /// - Returns: What the other transport returns.
    /// - Throws: ``/HTTPTransport/TransportError`` as the other transport does.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let result: Result<TransportResponse, TransportError>
        do throws(TransportError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        recorded.withLock { $0.append(Exchange(request: request, result: result)) }
        return try result.get()
    }
}
