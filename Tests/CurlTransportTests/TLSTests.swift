import CurlTransport
import Foundation
import HTTPTransport
import TestSupport
import Testing

@Suite("CurlTransport and TLS") struct TLSTests {
    private static let certificates = Result { try Certificates() }

    @Test(
        "a certificate that is not right brings its own code, and no byte of the request leaves",
        arguments: [
            (Certificates.Kind.expired, TransportError.Code.certificateExpired),
            (.notYetValid, .certificateNotYetValid), (.otherHost, .certificateHostMismatch),
            (.commonNameOnly, .certificateHostMismatch), (.selfSigned, .certificateUntrusted),
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

    private func failureOverTLS(
        _ kind: Certificates.Kind,
        version: String = "1.3",
        host: String = "127.0.0.1",
        trusts: Bool = true
    ) async throws -> TransportError? {
        let certificates = try Self.certificates.get()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/tls_server.py").path
        let arguments = [script, certificates.path("\(kind.rawValue).pem"), certificates.path("key.pem"), version]
        let peer = try SpawnedProcess("python3", arguments)
        let port = try peer.readLine()
        let authority = trusts ? certificates.path("authority.pem") : nil
        let transport = try CurlTransport(configuration: .init(extraAuthoritiesPath: authority))
        return try await failure(transport, "https://\(host):\(port)")
    }
}
