import ByteCoding
import CurlMail
import Foundation
import HTTPTypes
import LocalPool
import TestSupport
import Testing

/// E-mails as a server of aiosmtpd's receives them and Python's parser reads them; `Tools/setup --peers` installs both.
@Suite("A mail server of others") struct SMTPTests {
    /// What the server printed of one e-mail.
    private struct Received: Decodable {
        let sender: String
        let receivers: [String]
        let headers: [String: String]
        let displayName: String
        let body: String
        let type: String
        let defects: [String]
        let longestLine: Int
        let bareLineEnds: Int
        let isTLS: Bool
        let isAuthenticated: Bool
        let hello: String
    }

    private struct Server {
        let process: SpawnedProcess
        let port: UInt16

        init(_ kind: String, _ arguments: [String] = []) async throws {
            process = try Peers.start("Tests/CurlMailTests/Peers/smtp_peer.py", [kind] + arguments)
            port = try #require(UInt16(try await process.readLine()))
        }

        func received() async throws -> Received {
            try JSONDecoder().decode(Received.self, from: Data(try await process.readLine().utf8))
        }
    }

    private static func send(
        to server: Server,
        _ mail: OutgoingMail = .sample,
        host: String = "127.0.0.1",
        _ change: (inout SMTPTransport.Configuration) -> Void = { _ in }
    ) async throws {
        var configuration = SMTPTransport.Configuration(host: host, port: server.port)
        change(&configuration)
        try await SMTPTransport(configuration: configuration).send(mail)
    }

    private static func expectFailure(
        _ code: CurlMailError.Code,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        let error = await #expect(throws: CurlMailError.self, sourceLocation: sourceLocation) { try await body() }
        #expect(error?.code == code, "\(error?.description ?? "")", sourceLocation: sourceLocation)
    }

    @Test("an e-mail arrives as it was written, dots, accents and long lines included")
    func arrives() async throws {
        let server = try await Server("plain")
        let html = ".\n..two\n.\r\nÄ = \(String(repeating: "long ", count: 400))<b>end</b> \n."
        let mail = OutgoingMail(
            from: "Die Größe <no-reply@example.com>",
            replyTo: "help@example.com",
            to: "alice+1@example.com",
            subject: String(repeating: "Ünïcode ", count: 20),
            html: html,
            date: UnixTime(seconds: 1_767_413_106),
            id: "local_a.1"
        )
        try await Self.send(to: server, mail)
        let received = try await server.received()
        #expect(received.sender == "no-reply@example.com" && received.receivers == ["alice+1@example.com"])
        #expect(received.displayName == "Die Größe")
        #expect(received.headers["Subject"] == mail.subject)
        #expect(received.headers["Message-ID"] == "<local_a.1@example.com>")
        #expect(received.headers["Date"] == "Sat, 03 Jan 2026 04:05:06 +0000")
        #expect(received.headers["Reply-To"] == "help@example.com")
        #expect(received.type == "text/html")
        #expect(received.body.split(whereSeparator: \.isNewline) == html.split(whereSeparator: \.isNewline))
        #expect(received.defects.isEmpty)
        #expect(received.longestLine <= 76 && received.bareLineEnds == 0)
        #expect(!received.isTLS && received.hello == "localhost")
    }

    @Test("who signs up confirms with the code from the e-mail")
    func signUp() async throws {
        let server = try await Server("plain")
        let pool = try Self.pool(sendingTo: server)
        #expect(try await Self.signUp(in: pool).status == .ok)
        let received = try await server.received()
        #expect(received.receivers == ["alice@example.com"])
        let code = String(received.body.filter(\.isNumber))
        #expect(code.count == 6)
        let confirmed = try await Self.call(pool, "ConfirmSignUp", ["Username": "alice", "ConfirmationCode": code])
        #expect(confirmed.status == .ok)
    }

    @Test("a server that takes no receiver is the caller's to hear")
    func refused() async throws {
        let server = try await Server("refuse")
        await Self.expectFailure(.refused) { try await Self.send(to: server) }
        let answer = try await Self.signUp(in: Self.pool(sendingTo: server))
        #expect(answer.status == .badRequest)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("CodeDeliveryFailureException"))
    }

    private static func pool(sendingTo server: Server) throws -> LocalPool {
        var configuration = LocalPoolConfiguration()
        configuration.mail = try SMTPTransport(configuration: .init(host: "127.0.0.1", port: server.port))
        return try LocalPool(configuration: configuration)
    }

    private static func signUp(in pool: LocalPool) async throws -> LocalPoolResponse {
        try await call(
            pool,
            "SignUp",
            [
                "Username": "alice", "Password": "Passw0rd!",
                "UserAttributes": [["Name": "email", "Value": "alice@example.com"]],
            ]
        )
    }

    private static func call(
        _ pool: LocalPool,
        _ operation: String,
        _ request: [String: Any]
    ) async throws -> LocalPoolResponse {
        let request = try request.merging(["ClientId": await pool.home().clientID ?? ""]) { $1 }
        var headers: HTTPFields = [.contentType: "application/x-amz-json-1.1"]
        let target = try #require(HTTPField.Name("X-Amz-Target"))
        headers[target] = "AWSCognitoIdentityProviderService.\(operation)"
        let body = try Array(JSONSerialization.data(withJSONObject: request))
        return await pool.respond(to: LocalPoolRequest(method: .post, path: "/", headers: headers, body: body))
    }

    @Test("name and password are shown to a server that asks, and wrong ones refused")
    func login() async throws {
        let server = try await Server("auth")
        try await Self.send(to: server) { ($0.username, $0.password) = ("pool", SecretBytes(utf8: "s3cret")) }
        #expect(try await server.received().isAuthenticated)
        await Self.expectFailure(.loginRefused) {
            try await Self.send(to: server) { ($0.username, $0.password) = ("pool", SecretBytes(utf8: "wrong")) }
        }
        await Self.expectFailure(.refused) { try await Self.send(to: server) }
    }

    @Test("TLS by STARTTLS and from the first byte", arguments: ["starttls", "tls"])
    func tls(kind: String) async throws {
        let certificates = try Certificates.shared.get()
        let server = try await Server(kind, [certificates.path(of: .good), certificates.keyPath])
        let encrypted: (inout SMTPTransport.Configuration) -> Void = {
            $0.allowsPlainLoopback = false
            $0.usesTLSFromTheStart = kind == "tls"
        }
        try await Self.send(to: server, host: "localhost") {
            encrypted(&$0)
            $0.extraAuthoritiesPath = certificates.authorityPath
        }
        #expect(try await server.received().isTLS)
        // The authority is nobody's that the system knows.
        await Self.expectFailure(.tlsFailure) { try await Self.send(to: server, host: "localhost", encrypted) }
    }

    @Test("a certificate for another name is refused")
    func otherHost() async throws {
        let certificates = try Certificates.shared.get()
        let server = try await Server("tls", [certificates.path(of: .otherHost), certificates.keyPath])
        await Self.expectFailure(.tlsFailure) {
            try await Self.send(to: server) {
                $0.usesTLSFromTheStart = true
                $0.extraAuthoritiesPath = certificates.authorityPath
            }
        }
    }

    @Test("without TLS, a server that is not to be spoken to in clear gets nothing")
    func noTLS() async throws {
        let server = try await Server("plain")
        await Self.expectFailure(.tlsFailure) { try await Self.send(to: server) { $0.allowsPlainLoopback = false } }
    }

    @Test("a server that says nothing, and one that is not there, are given up")
    func unreachable() async throws {
        let silent = try await Server("silent")
        await Self.expectFailure(.timedOut) { try await Self.send(to: silent) { $0.timeLimit = .milliseconds(50) } }
        let gone = try await Server("plain")
        gone.process.terminate()
        await Self.expectFailure(.unreachable) { try await Self.send(to: gone) }
    }
}

extension OutgoingMail {
    fileprivate static let sample = OutgoingMail(
        from: "no-reply@example.com",
        to: "alice@example.com",
        subject: "Your verification code",
        html: "Your code is 123456",
        date: UnixTime(seconds: 1_767_413_106),
        id: "local_a.1"
    )
}
