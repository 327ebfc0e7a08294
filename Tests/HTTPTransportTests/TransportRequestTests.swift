import HTTPTransport
import HTTPTypes
import Testing

@Suite("TransportRequest") struct TransportRequestTests {
    private static let url = "https://example.com/"

    @Test("keeps header fields in their order, empty values too")
    func order() throws {
        let headers = [(name: "X-B", value: "1"), (name: "X-A", value: ""), (name: "X-B", value: "é\t2")]
        let request = try TransportRequest(method: .post, url: Self.url, headers: headers)
        #expect(request.headers.map(\.name.rawName) == ["X-B", "X-A", "X-B"])
        #expect(request.headers.map(\.value) == ["1", "", "é\t2"])
    }

    @Test("no control character gets into a value, a name, or the URL", arguments: Array(0...31) + [127])
    func control(code: Int) throws {
        let character = String(Unicode.Scalar(UInt8(code)))
        for text in ["\(character)a", "a\(character)b", "a\(character)"] {
            expectRefusal(headers: [(name: text, value: "v")])
            expectRefusal(url: "https://example.com/\(text)")
            if text == "a\tb" { continue }
            expectRefusal(headers: [(name: "X-A", value: text)])
        }
    }

    @Test("names are tokens", arguments: ["", " ", "a b", "a:", "é", "a\u{200B}", "(a)"])
    func names(name: String) {
        expectRefusal(headers: [(name: name, value: "v")])
    }

    @Test(
        "the transport's own fields are refused",
        arguments: [
            "Content-Length", "transfer-encoding", "Connection", "Expect", "TE", "Upgrade", "Accept-Encoding",
            "Trailer",
        ]
    )
    func owned(name: String) {
        expectRefusal(headers: [(name: name, value: "1")])
    }

    @Test("Host may say what the URL says, and nothing else")
    func host() throws {
        let request = try TransportRequest(
            method: .get,
            url: "https://example.com:443/",
            headers: [(name: "Host", value: "Example.com")]
        )
        #expect(request.headers.isEmpty)
        expectRefusal(headers: [(name: "Host", value: "evil.example")])
    }

    @Test("what is too long, or has no meaning, is refused")
    func meaningless() {
        expectRefusal(headers: [(name: "X-A", value: String(repeating: "a", count: 65_536))])
        expectRefusal(method: .get, body: [1])
        expectRefusal(method: .connect)
        expectRefusal(method: .trace)
    }

    @Test("prints neither path nor secrets")
    func redacted() throws {
        let headers = [(name: "Authorization", value: "canary")]
        let request = try TransportRequest(method: .post, url: Self.url + "canary", headers: headers)
        #expect(!"\(request)".contains("canary"))
    }

    private func expectRefusal(
        method: HTTPRequest.Method = .post,
        url: String = Self.url,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: TransportError.self, sourceLocation: sourceLocation) {
            try TransportRequest(method: method, url: url, headers: headers, body: body)
        }
        #expect(error?.code == .invalidRequest, sourceLocation: sourceLocation)
    }
}
