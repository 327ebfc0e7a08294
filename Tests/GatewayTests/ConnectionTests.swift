import Testing

@testable import userpool_gateway

@Suite("connections") struct ConnectionTests {
    private func exchange(_ text: String, rules: RequestRules = RequestRules()) async throws -> String {
        try await GatewayBench(rules: rules).exchange(text)
    }

    @Test("a body that does not arrive in time: 408, and the connection ends")
    func slowBody() async throws {
        var rules = RequestRules()
        rules.timeout = .milliseconds(100)
        let answer = try await exchange(
            "POST /v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"user",
            rules: rules
        )
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        #expect(answer.contains(#""code":"requestTimeout""#))
        #expect(answer.contains("Connection: close\r\n"))
    }

    @Test(
        "a connection ends that has not sent a whole header section in time",
        arguments: ["", "GET /healthz HTTP/1.1\r\nHo"]
    )
    func slowHeader(_ begun: String) async throws {
        var rules = RequestRules()
        rules.idleTimeout = .milliseconds(100)
        let answer = try await exchange(begun, rules: rules)
        #expect(answer.isEmpty)
    }

    @Test("an announced body that is too long is refused before it is sent, and the connection ends")
    func announcedBody() async throws {
        let answer = try await exchange(
            "POST /v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 65537\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.contains(#""code":"payloadTooLarge""#))
    }

    @Test("a chunked body is counted")
    func chunkedBody() async throws {
        let chunk = "8000\r\n\(String(repeating: " ", count: 0x8000))\r\n"
        let answer = try await exchange(
            "POST /v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)1\r\n \r\n0\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }

    @Test(
        "requests that two readers could read differently end the connection with 400",
        arguments: [
            "Content-Length: 2\r\nTransfer-Encoding: chunked", "Content-Length: 2\r\nContent-Length: 3",
            "Transfer-Encoding: identity, gzip",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Content-Length : 2", "Content-Length: 2x",
            "X: a\u{0}b",
        ]
    )
    func ambiguousFraming(_ headers: String) async throws {
        let answer = try await exchange("POST /v1/sessions HTTP/1.1\r\nHost: h\r\n\(headers)\r\n\r\n{}")
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(answer.contains("close"))
    }

    @Test("a header section beyond what the parser takes ends the connection with 400")
    func headerFlood() async throws {
        let flood = (0..<300).map { "X-\($0): 1\r\n" }.joined()
        let answer = try await exchange("GET /healthz HTTP/1.1\r\nHost: h\r\n\(flood)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }

    @Test("a thousand requests on one connection, and no more")
    func lastRequest() async throws {
        let request = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
        let answer = try await exchange(String(repeating: request, count: 1001))
        let answers = answer.split(separator: "HTTP/1.1 200 OK", omittingEmptySubsequences: true)
        #expect(answers.count == 1000)
        #expect(answers.last?.contains("Connection: close\r\n") == true)
        #expect(answers.dropLast().allSatisfy { !$0.contains("close") })
    }
}
