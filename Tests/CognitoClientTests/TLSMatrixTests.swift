import CognitoClient
import CognitoWire
import CurlTransport
import HTTPTransport
import TestSupport
import Testing

@Suite("Ten servers that TLS must refuse, and one that it must not") struct TLSMatrixTests {
    @Test("is refused with its own error, at once and for good, and no byte of the call leaves", arguments: TLSRow.all)
    func refused(_ row: TLSRow) async throws {
        for server in row.servers {
            let (error, tunnel) = try await call(server, trusts: row.trusts)
            #expect(error?.code == .transport)
            #expect(error?.underlying?.code == row.code)
            #expect(error?.underlying?.code.isTLSFailure == true)
            #expect(error?.underlying?.mayHaveReachedServer == false)
            #expect(error?.remedy == .giveUp)
            // Neither a second attempt, nor a lower version, nor plain text.
            #expect(tunnel.connectionCount == 1)
            #expect(tunnel.firstBytesOfConnections == [0x16])
        }
    }

    @Test("00 a good certificate is accepted, by TLS 1.3 and by 1.2 with forward secrecy")
    func accepted() async throws {
        for server in [
            TLSRow.Server(), TLSRow.Server(version: "1.2"), TLSRow.Server(version: "1.2", ciphers: "ECDHE+AESGCM"),
            TLSRow.Server(.wildcard, host: "a.example.localhost"),
        ] {
            let (error, tunnel) = try await call(server, trusts: true)
            #expect(error == nil)
            #expect(tunnel.connectionCount == 1)
        }
    }

    @Test("the table has ten rows, numbered")
    func tableIsWhole() {
        #expect(TLSRow.all.compactMap { Int($0.testDescription.prefix(2)) } == Array(1...10))
    }

    /// One call to a server, through a tunnel that sees who came.
    private func call(_ row: TLSRow.Server, trusts: Bool) async throws -> (CognitoClientError?, Tunnel) {
        let server = try TLSServer(row.kind, version: row.version, ciphers: row.ciphers)
        let tunnel = try Tunnel(toPort: try #require(UInt16(server.port)))
        let authority = trusts ? try Certificates.shared.get().authorityPath : nil
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(
                custom: "https://\(row.host):\(tunnel.port)",
                region: Region("eu-central-1")
            )
        )
        configuration.retry.attemptTimeout = .seconds(300)
        configuration.retry.totalTimeout = .seconds(600)
        let client = CognitoClient(
            configuration: configuration,
            transport: PatientTransport(
                inner: try CurlTransport(configuration: .init(extraAuthoritiesPath: authority))
            ),
            surroundings: .unhurried
        )
        do throws(CognitoClientError) {
            let answer = try await client.call(named: "GetUser", json: Array(#"{"AccessToken":"canary"}"#.utf8))
            #expect(answer.json == Array(#"{"Calls": 1}"#.utf8))
            return (nil, tunnel)
        } catch {
            return (error, tunnel)
        }
    }
}

/// What is wrong with a server, and the code it must bring.
struct TLSRow: CustomTestStringConvertible, Sendable {
    /// One server of the row.
    struct Server: Sendable {
        var kind: Certificates.Kind
        var version: String
        var ciphers: String
        var host: String

        init(
            _ kind: Certificates.Kind = .good,
            version: String = "1.3",
            ciphers: String = "DEFAULT",
            host: String = "127.0.0.1"
        ) {
            (self.kind, self.version, self.ciphers, self.host) = (kind, version, ciphers, host)
        }
    }

    let testDescription: String
    let code: TransportError.Code
    var trusts = true
    let servers: [Server]

    static let all = [
        TLSRow("01 expired", .certificateExpired, [Server(.expired)]),
        TLSRow("02 not yet valid", .certificateNotYetValid, [Server(.notYetValid)]),
        TLSRow(
            "03 wrong host",
            .certificateHostMismatch,
            [Server(.otherHost), Server(.addressOnly, host: "localhost")]
        ),
        TLSRow("04 self-signed", .certificateUntrusted, [Server(.selfSigned)]),
        TLSRow("05 unknown authority", .certificateUntrusted, [Server()], trusts: false),
        TLSRow("06 SHA-1 in the chain", .certificateInvalid, [Server(.signedWithSHA1), Server(.underSHA1)]),
        TLSRow(
            "07 wildcard misuse",
            .certificateHostMismatch,
            [
                Server(.wildcard, host: "example.localhost"), Server(.wildcard, host: "a.b.example.localhost"),
                Server(.wildcardUnderTop, host: "far.localhost"),
                Server(.partialWildcard, host: "foo.example.localhost"), Server(.bareWildcard, host: "localhost"),
            ]
        ),
        TLSRow("08 name in the subject only", .certificateHostMismatch, [Server(.commonNameOnly, host: "localhost")]),
        TLSRow("09 TLS 1.0 and 1.1 only", .tlsVersionRefused, [Server(version: "1.1")]),
        TLSRow(
            "10 weak ciphers only: no encryption, no certificate, no forward secrecy, CBC",
            .tlsFailure,
            ["NULL-SHA256", "ADH-AES128-GCM-SHA256", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256"].map {
                Server(version: "1.2", ciphers: $0)
            }
        ),
    ]

    private init(_ name: String, _ code: TransportError.Code, _ servers: [Server], trusts: Bool = true) {
        (testDescription, self.code, self.servers, self.trusts) = (name, code, servers, trusts)
    }
}
