import CurlTransport
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// What one rude server does, and the code it must bring.
struct Fault: CustomTestStringConvertible {
    let testDescription: String
    let code: TransportError.Code
    var limits = TransportLimits.standard
    let script: @Sendable (LoopbackConnection) -> Void

    init(
        _ name: String,
        _ code: TransportError.Code,
        limits: TransportLimits = .standard,
        _ script: @escaping @Sendable (LoopbackConnection) -> Void
    ) {
        (testDescription, self.code, self.limits, self.script) = (name, code, limits, script)
    }

    /// Says the same words whatever is asked, and hangs up.
    init(_ name: String, _ code: TransportError.Code, says words: String) {
        self.init(name, code) { $0.write(words) }
    }

    private static let head = "HTTP/1.1 200 OK\r\n"
    private static let kilobyte = String(repeating: "a", count: 1024)

    static let all = sizes + times + nonsense

    private static let sizes = [
        Fault("body over the limit, announced", .bodyTooLarge) {
            $0.respond(body: [UInt8](repeating: 0, count: (1 << 20) + 1))
        },
        Fault("chunks without end", .bodyTooLarge) {
            $0.write(head + "Transfer-Encoding: chunked\r\n\r\n")
            while $0.write("400\r\n\(kilobyte)\r\n") {}
        },
        Fault("body without length and end", .bodyTooLarge) {
            $0.write(head + "\r\n")
            while $0.write(kilobyte) {}
        },
        Fault("gzip bomb", .bodyTooLarge) { $0.respond(headers: ["Content-Encoding: gzip"], body: gzipBomb) },
        Fault("header fields without end", .headersTooLarge) {
            $0.write(head)
            while $0.write("x-a: \(kilobyte)\r\n") {}
        },
        Fault("one header field without end", .headersTooLarge) {
            $0.write(head + "x-a: ")
            while $0.write(kilobyte) {}
        },
        Fault("a status line without end", .headersTooLarge) {
            $0.write("HTTP/1.1 200 ")
            while $0.write(kilobyte) {}
        },
        Fault("interim responses without end", .headersTooLarge) {
            while $0.write("HTTP/1.1 103 Early Hints\r\nlink: \(kilobyte)\r\n\r\n") {}
        },
        Fault("trailers without end", .headersTooLarge) {
            $0.write(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n")
            while $0.write("x-a: \(kilobyte)\r\n") {}
        },
    ]

    private static let times = [
        Fault("silence", .timedOut, limits: TransportLimits(totalTimeout: .milliseconds(200))) {
            $0.waitForPeerToClose()
        },
        Fault("silence within a body", .timedOut, limits: TransportLimits(totalTimeout: .milliseconds(200))) {
            $0.write(head + "Content-Length: 9\r\n\r\n1")
            $0.waitForPeerToClose()
        },
        Fault(
            "a drip below the lowest speed",
            .tooSlow,
            limits: TransportLimits(minimumBytesPerSecond: 1000, slowTolerance: .milliseconds(1))
        ) {
            $0.write(head + "Content-Length: 9\r\n\r\n1")
            $0.waitForPeerToClose()
        },
    ]

    private static let nonsense = [
        Fault("nothing at all", .connectionLost, says: ""),
        Fault("half a head", .connectionLost, says: head + "x-a: b"),
        Fault("a body that ends early", .connectionLost, says: head + "Content-Length: 10\r\n\r\n12345"),
        Fault("chunks that end early", .connectionLost, says: head + "Transfer-Encoding: chunked\r\n\r\n5\r\n12"),
        Fault("a bad chunk size", .connectionLost, says: head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n12"),
        Fault("no HTTP", .malformedResponse, says: "SSH-2.0-OpenSSH_9.2\r\n"),
        Fault("HTTP/0.9", .malformedResponse, says: "<html></html>"),
        Fault("a status that is no number", .malformedResponse, says: "HTTP/1.1 abc OK\r\n\r\n"),
        Fault("a status out of range", .malformedResponse, says: "HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n"),
        Fault("an unasked switch of protocols", .malformedResponse, says: "HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n"),
        Fault("a header line without a name", .malformedResponse, says: head + ": b\r\n\r\n"),
        Fault("a header name with a space", .malformedResponse, says: head + "x a: b\r\n\r\n"),
        Fault("a header value with NUL", .malformedResponse, says: head + "x-a: b\0c\r\n\r\n"),
        Fault("a body that is not gzip", .malformedResponse, says: head + "Content-Encoding: gzip\r\n\r\nabcdefghijkl"),
        Fault("RST", .connectionLost) { $0.reset() },
        Fault("RST within a body", .connectionLost) {
            $0.write(head + "Content-Length: 9\r\n\r\n1")
            $0.reset()
        },
    ]
}

@Suite("CurlTransport and rude servers") struct FaultTests {
    @Test("each brings its code, and no connection is used again", arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            fault.script(connection)
        }
        let transport = try CurlTransport()
        for round in 1...2 {
            let error = try await failure(transport, server.url, limits: fault.limits)
            #expect(error?.code == fault.code)
            #expect(error?.mayHaveReachedServer == true)
            #expect(server.connectionCount == round)
        }
    }

    @Test("a response that needs no correcting passes: interim, folded in chunks, gzip, trailers")
    func unusualButRight() async throws {
        let server = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in
                connection.write("HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\nHTTP/1.1 200 OK\r\n")
                connection.write(
                    "x-late:  \t2 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nx-t: 1\r\n\r\n"
                )
            }
        }
        let response = try await CurlTransport().send(get(server.url))
        #expect(response.body == Array("abcde".utf8))
        #expect(response.headers.map(\.name.rawName) == ["x-late", "Transfer-Encoding"])
        #expect(response.headers.first?.value == "2")
        #expect(response.version == .http11)
    }
}
