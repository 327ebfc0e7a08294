import CurlTransport
import HTTPTransport
import TestSupport
import Testing

@Suite("CurlTransport and TLS") struct TLSTests {
    @Test(
        "a certificate that is not right brings its own code, and no byte of the request leaves",
        arguments: [
            (Certificates.Kind.expired, TransportError.Code.certificateExpired),
            (.notYetValid, .certificateNotYetValid), (.otherHost, .certificateHostMismatch),
            (.commonNameOnly, .certificateHostMismatch), (.addressAsName, .certificateHostMismatch),
            (.selfSigned, .certificateUntrusted), (.signedWithSHA1, .certificateInvalid),
            (.underSHA1, .certificateInvalid),
        ]
    )
    func refused(kind: Certificates.Kind, code: TransportError.Code) async throws {
        let error = try await failureOverTLS(kind)
        #expect(error?.code == code)
        #expect(error?.code.isTLSFailure == true)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("a good one passes over TLS 1.2 and 1.3, by name and by address", arguments: ["1.2", "1.3"])
    func accepted(version: String) async throws {
        #expect(try await failureOverTLS(.good, version: version) == nil)
        #expect(try await failureOverTLS(.good, version: version, host: "localhost") == nil)
    }

    @Test("an address is a name of its own")
    func address() async throws {
        #expect(try await failureOverTLS(.addressOnly) == nil)
        #expect(try await failureOverTLS(.addressOnly, host: "localhost")?.code == .certificateHostMismatch)
    }

    @Test("a wildcard stands for one whole label on the left, with two more after it (RFC 9525 §6.3)")
    func wildcard() async throws {
        #expect(try await failureOverTLS(.wildcard, host: "a.example.localhost") == nil)
        for (kind, host) in [
            (Certificates.Kind.wildcard, "example.localhost"), (.wildcard, "a.b.example.localhost"),
            (.wildcardUnderTop, "far.localhost"), (.partialWildcard, "foo.example.localhost"),
            (.bareWildcard, "localhost"),
        ] {
            let error = try await failureOverTLS(kind, host: host)
            #expect(error?.code == .certificateHostMismatch, "\(kind) for \(host)")
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test("a good one from an unknown authority is refused")
    func unknownAuthority() async throws {
        #expect(try await failureOverTLS(.good, trusts: false)?.code == .certificateUntrusted)
    }

    @Test("TLS 1.1 is refused")
    func oldVersion() async throws {
        let error = try await failureOverTLS(.good, version: "1.1")
        #expect(error?.code == .tlsVersionRefused)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("a server that does not speak TLS is told apart")
    func noTLS() async throws {
        let server = try LoopbackServer { $0.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
        let error = try await failure(try CurlTransport(), "https://127.0.0.1:\(server.port)")
        #expect(error?.code == .tlsFailure)
        #expect(error?.mayHaveReachedServer == false)
    }
}
