import CurlTransport
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// The code that sending brings, or `nil` if it brings a response.
func failure(
    _ transport: CurlTransport,
    _ url: String,
    limits: TransportLimits = .standard
) async throws -> TransportError? {
    let request = try TransportRequest(method: .post, url: url, body: Array("{}".utf8), limits: limits)
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}

/// One request without a body.
func get(_ url: String, limits: TransportLimits = .standard) throws -> TransportRequest {
    try TransportRequest(method: .get, url: url, limits: limits)
}
