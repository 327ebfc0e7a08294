import CurlTransport
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite("CurlTransport and HTTP/2") struct HTTP2Tests {
    private static func makeTransport() throws -> CurlTransport {
        try CurlTransport(configuration: .init(extraAuthoritiesPath: Certificates.shared.get().authorityPath))
    }

    @Test("it is spoken over TLS where the server offers it, and HTTP/1.1 where it does not")
    func negotiation() async throws {
        let (server, plainServer) = (try HTTP2Server(), try TLSServer(.good))
        let transport = try Self.makeTransport()
        let request = try TransportRequest(
            method: .post,
            url: server.url,
            headers: [(name: "X-Empty", value: ""), (name: "X-Amz-Target", value: "A.B")],
            body: Array("abc".utf8)
        )
        async let report = server.report()
        let response = try await transport.send(request)
        #expect(response.version == .http2)
        #expect(response.status == 200)
        #expect(response.body == Array("abc".utf8))
        let plain = try TransportRequest(method: .post, url: "https://127.0.0.1:\(plainServer.port)")
        #expect(try await transport.send(plain).version == .http11)
        await transport.shutdown()
        let fields = try await report.compactMap { $0.split(separator: "(stream_id=1) ").dropFirst().first }
        #expect(
            fields == [
                ":method: POST", ":path: /", ":scheme: https", ":authority: \(server.url.dropFirst(8))",
                "accept-encoding: gzip, deflate", "x-empty: ", "x-amz-target: A.B", "content-length: 3",
            ]
        )
    }

    @Test("requests at the same time share one connection; one that is broken off takes no other with it")
    func multiplexing() async throws {
        let server = try HTTP2Server()
        let transport = try Self.makeTransport()
        async let report = server.report()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...100 {
                group.addTask {
                    // Every tenth asks for more than it may take.
                    let isTooLarge = number.isMultiple(of: 10)
                    let body = [UInt8](repeating: UInt8(number), count: 5000)
                    var request = try TransportRequest(method: .post, url: server.url, body: body)
                    if isTooLarge { request.limits.maximumBodyByteCount = 4999 }
                    do throws(TransportError) {
                        let response = try await transport.send(request)
                        #expect(!isTooLarge && response.version == .http2 && response.body == body)
                    } catch {
                        #expect(isTooLarge && error.code == .bodyTooLarge)
                    }
                }
            }
            try await group.waitForAll()
        }
        await transport.shutdown()
        let lines = try await report
        #expect(lines.count { $0.hasPrefix("The negotiated protocol: h2") } == 1)
        #expect(Self.mostStreamsAtOnce(lines) > 10)
    }

    /// How many streams were open at the same time, at most: opened by their first frame, closed by the server's word.
    private static func mostStreamsAtOnce(_ lines: [String]) -> Int {
        var (count, most) = (0, 0)
        for line in lines {
            if line.contains("; Open new stream") { count += 1 }
            if line.contains("stream_id="), line.hasSuffix(" closed") { count -= 1 }
            most = max(most, count)
        }
        return most
    }
}
