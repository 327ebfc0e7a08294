import CurlTransport
import HTTPTransport
import HTTPTransportTesting
import TestSupport
import Testing

@Suite("CurlTransport keeps the contract") struct ConformanceTests {
    @Test("promise", arguments: TransportConformance.all)
    func promise(_ promise: TransportConformance) async throws {
        let server = try LoopbackServer { connection in
            connection.respondToAll { Self.play(promise.farEnd, on: $0, request: $1) }
        }
        try await promise.check(try CurlTransport(), at: server.url)
    }

    private static func play(
        _ farEnd: TransportConformance.FarEnd,
        on connection: LoopbackConnection,
        request: LoopbackConnection.Request
    ) {
        switch farEnd {
        case .echo:
            let words = request.lines[0].split(separator: " ")
            let headers = [
                "x-method: \(words[0])", "x-target: \(words[1])", "x-test: \(request.header("x-test") ?? "")",
            ]
            connection.respond(headers: headers, body: request.body)
        case .answer(let status, let fillerByteCount, let bodyByteCount):
            let filler = String(repeating: "f", count: fillerByteCount)
            let body = [UInt8](repeating: 0, count: bodyByteCount)
            connection.respond(status, headers: ["x-filler: \(filler)"], body: body)
        case .silence: connection.waitForPeerToClose()
        case .hangUp: connection.close()
        }
    }
}
