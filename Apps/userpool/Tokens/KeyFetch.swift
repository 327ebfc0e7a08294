import AppSupport
import CognitoJWT
import HTTPTransport
import HTTPTypes

/// Gets key-set documents over a transport.
struct KeyFetch: Sendable {
    private let transport: any HTTPTransport

    init(transport: any HTTPTransport) {
        self.transport = transport
    }

    /// A cache that fetches with it.
    func makeCache() -> KeyCache {
        KeyCache { url in try await bytes(at: url) }
    }

    /// Fetches and reads a document.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/upstreamUnavailable``, ``Problem/Code/upstreamError`` or
    ///   ``Problem/Code/usage``; `CancellationError`.
    func document(at url: String) async throws -> KeySetDocument {
        let json: [UInt8]
        do {
            json = try await bytes(at: url)
        } catch let error as TransportError where error.code == .invalidRequest || error.code == .insecureEndpoint {
            throw Problem(.usage, "\(url) cannot be asked for keys: \(error.message)")
        } catch let error as TransportError {
            throw Problem(.upstreamUnavailable, "\(url) cannot be reached: \(error.message)")
        }
        do {
            return try KeySetDocument(json: json, named: url)
        } catch let problem as Problem {
            throw Problem(.upstreamError, problem.detail)
        }
    }

    private func bytes(at url: String) async throws -> [UInt8] {
        let limits = TransportLimits(totalTimeout: .seconds(3), maximumBodyByteCount: KeySet.maximumByteCount)
        let response = try await transport.send(TransportRequest(method: .get, url: url, limits: limits))
        guard response.status == 200 else {
            throw Problem(.upstreamUnavailable, "\(url) answered with the status \(response.status)")
        }
        return response.body
    }
}
