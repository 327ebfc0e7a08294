import HTTPTransport
import Testing

@Suite("TransportURL") struct TransportURLTests {
    @Test("takes a URL apart")
    func parts() throws {
        let url = try TransportURL("HTTPS://Example.COM:8443/a/b?c=d@e:f")
        #expect(url.scheme == .https && url.host == "example.com" && url.port == 8443)
        #expect(url.target == "/a/b?c=d@e:f")
        #expect(url.description == "https://example.com:8443/a/b?c=d@e:f")
    }

    @Test(
        "normalises, without touching the path",
        arguments: [
            ("https://h", "https://h/"), ("http://h:80?q", "http://h/?q"), ("https://h:443/../x", "https://h/../x"),
            ("http://[::1]:8080", "http://[::1]:8080/"), ("http://h:443/%2F", "http://h:443/%2F"),
        ]
    )
    func normalised(text: String, expected: String) throws {
        #expect(try TransportURL(text).description == expected)
    }

    @Test(
        "refuses what is not an absolute, plain http or https URL",
        arguments: [
            "", "h", "/a", "//h/a", "ftp://h/", "file:///etc/passwd", "http:/h", "http:h", "http://", "https:///a",
            "http://u@h/", "http://u:p@h/", "http://h/#f", "http://h:/", "http://h:0/", "http://h:65536/",
            "http://h:8x/", "http://h:+8/", "http://h a/", "http://h/a b", "http://h/\r\nX: y", "http://h/\0",
            "http://h/é", "http://é/", "http://h\\@x/", "http://h/%", "http://h/%2", "http://h/%zz", "http://h%41/",
            "http://[::1/", "http://[::1]x/", "http://[]/", "http://[fe80::1%25lo]/", "http://a..b/", "http://.a/",
            "http://\(String(repeating: "a", count: 64))/", "http://h/" + String(repeating: "a", count: 8192),
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: TransportError.self) { try TransportURL(text) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("knows this machine", arguments: ["localhost", "LOCALHOST:1", "127.0.0.1", "127.255.0.9:80", "[::1]"])
    func loopback(authority: String) throws {
        #expect(try TransportURL("http://\(authority)/").isLoopback)
    }

    @Test(
        "is not fooled by look-alikes",
        arguments: [
            "127.0.0.1.example.com", "localhost.example.com", "127.1", "0127.0.0.1", "2130706433", "0x7f.0.0.1",
            "128.0.0.1", "127.0.0.256", "127.0.0", "[::2]", "[::ffff:127.0.0.1]", "mylocalhost",
        ]
    )
    func notLoopback(authority: String) throws {
        #expect(try !TransportURL("http://\(authority)/").isLoopback)
    }
}
