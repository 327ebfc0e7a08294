import CognitoClient
import HTTPTransport
import TestSupport
import Testing

/// One way in which an answer is spoilt on its way, and what must come of it.
struct FaultRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The transport's code; `nil` if HTTP itself is right, and what it carries is not.
    let code: TransportError.Code?
    let remedy: Remedy
    /// How long one attempt may take.
    let attemptTimeout: Duration
    let fault: FaultProxy.Fault

    /// Bad moments of a network pass; an answer that is wrong or too large will be so again.
    var isRetried: Bool { remedy == .retry }
    /// Whether the connection is as good as new.
    var keepsConnection: Bool { code == nil }

    func check(_ error: CognitoClientError?) throws {
        let error = try #require(error)
        #expect(error.code == (code == nil ? .malformedAnswer : .transport))
        #expect(error.underlying?.code == code)
        #expect(error.underlying?.mayHaveReachedServer == (code == nil ? nil : true))
        #expect(error.remedy == remedy)
        #expect(error.serviceCode == nil)
    }

    static let all = broken + nonsense + endless + elsewhere

    private static let kilobyte = String(repeating: "a", count: 1024)

    private static let broken = [
        FaultRow("01 truncated body", .connectionLost, .retry) { answer, client in
            client.write(answer.bytes.dropLast(10) + [])
            return false
        },
        FaultRow("02 Content-Length that is too long", .connectionLost, .retry) { answer, client in
            client.write(answer.bytes(length: answer.body.count + 10))
            return false
        },
        FaultRow("03 bad chunk", .connectionLost, .retry) { answer, client in
            client.write(answer.chunkedHead + "zz\r\n{}")
            return false
        },
        FaultRow("04 RST", .connectionLost, .retry) { _, client in
            client.reset()
            return false
        },
        FaultRow("05 half-close", .connectionLost, .retry) { answer, client in
            client.write(answer.bytes.dropLast(answer.body.count + 2) + [])
            client.finishWriting()
            client.waitForPeerToClose()
            return false
        },
    ]

    private static let nonsense = [
        FaultRow("06 garbage status", .malformedResponse, .giveUp) { answer, client in
            client.write("HTTP/1.1 abc OK\r\n\r\n")
            return client.write(answer.body)
        },
        FaultRow("07 HTTP/0.9", .malformedResponse, .giveUp) { answer, client in
            client.write(answer.body)
            return false
        },
    ]

    private static let endless = [
        FaultRow("08 body too large", .bodyTooLarge, .giveUp) { answer, client in
            let body = [UInt8](repeating: 0x20, count: 1 << 20) + answer.body
            return client.write(answer.bytes(length: body.count, body: body))
        },
        FaultRow("09 gzip bomb", .bodyTooLarge, .giveUp) { answer, client in
            client.write(answer.bytes(length: gzipBomb.count, adding: ["Content-Encoding: gzip"], body: gzipBomb))
        },
        FaultRow("10 headers without end", .headersTooLarge, .giveUp) { answer, client in
            client.write(answer.lines[0] + "\r\n")
            while client.write("x-a: \(kilobyte)\r\n") {}
            return false
        },
        FaultRow("11 chunks without end", .bodyTooLarge, .giveUp) { answer, client in
            client.write(answer.chunkedHead)
            while client.write("400\r\n\(kilobyte)\r\n") {}
            return false
        },
        FaultRow("12 slow drip", .timedOut, .retry, attemptTimeout: .milliseconds(300)) { answer, client in
            for byte in answer.bytes {
                guard client.write([byte]), client.isQuiet(forMilliseconds: 50) else { return false }
            }
            return false
        },
    ]

    private static let elsewhere = [
        FaultRow("13 redirect", .redirectRefused, .giveUp) { answer, client in
            // Back to the proxy: a client that followed would be counted.
            client.write("HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        },
        FaultRow("14 answer that is not JSON", nil, .giveUp) { answer, client in
            let page = Array("<html><body>Please log in to this network: canary</body></html>".utf8)
            return client.write(answer.bytes(length: page.count, body: page))
        },
        FaultRow("15 empty answer", nil, .giveUp) { answer, client in
            client.write(answer.bytes(length: 0, body: []))
        },
    ]

    private init(
        _ name: String,
        _ code: TransportError.Code?,
        _ remedy: Remedy,
        attemptTimeout: Duration = .seconds(300),
        fault: @escaping FaultProxy.Fault
    ) {
        (testDescription, self.code, self.remedy, self.fault) = (name, code, remedy, fault)
        self.attemptTimeout = attemptTimeout
    }
}
