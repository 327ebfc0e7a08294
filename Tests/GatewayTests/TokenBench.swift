import ByteCoding
import CognitoClient
import CognitoJWT
import CognitoJWTSigning
import HTTPTransport
import HTTPTypes
import LocalPool
import Synchronization
import Testing
import UserPoolKit

@testable import userpool_gateway

/// A gateway in front of a local pool whose keys and clock a test holds, so that it can sign any token.
struct TokenBench: Sendable {
    /// Made once, as keys take their time.
    private static let signingKeys = Result { try [SigningKey.generate(), SigningKey.generate()] }
    /// A key that no pool publishes.
    static let foreignKey = Result { try SigningKey.generate() }

    let local: LocalPool
    let pool: UserPool
    let clock: FakeClock
    let bench: GatewayBench
    let issuer: String
    private let key: SigningKey

    /// - Parameters:
    ///   - verification: How tokens are verified; the issuer is the local pool's unless it says another.
    ///   - keys: Where keys come from; the local pool unless given.
    ///   - rules: What requests may be.
    ///   - wrap: Stands between the gateway and the local pool.
    /// - Throws: Why a part of it cannot be made.
    init(
        verification: VerificationSettings = VerificationSettings(),
        keys: KeyCache? = nil,
        rules: RequestRules = RequestRules(),
        wrap: (any HTTPTransport) -> any HTTPTransport = { $0 }
    ) async throws {
        let signingKeys = try Self.signingKeys.get()
        let clock = FakeClock()
        var configuration = LocalPoolConfiguration()
        configuration.signingKeys = signingKeys
        configuration.clock = { clock.now }
        local = try LocalPool(configuration: configuration)
        let transport = wrap(LocalPoolTransport(local))
        let home = try await local.home()
        let clientID = try #require(home.clientID)
        var surroundings = Self.surroundings
        surroundings.now = { clock.now }
        pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: clientID),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(
                    endpoints: EndpointRules(custom: local.endpoint, region: Region(userPoolID: home.poolID))
                ),
                transport: transport,
                surroundings: surroundings
            )
        )
        var verification = verification
        if verification.issuers == .original { verification.issuers = .custom(home.issuer) }
        self.clock = clock
        issuer = home.issuer
        key = try #require(signingKeys.last)
        bench = try GatewayBench(
            pool: pool,
            rules: rules,
            verification: verification,
            keys: keys ?? KeyCache(transport: transport, surroundings: Self.surroundings),
            clock: { clock.now }
        )
    }

    /// An access token that the gateway takes, with other claims in place of its own; a claim `nil` is left out.
    ///
    /// Claims are written as JSON.
    func token(_ changes: [String: String?] = [:], signedBy other: SigningKey? = nil) throws -> String {
        let now = clock.now.seconds
        var claims: [String: String?] = [
            "sub": #""subject-1""#, "iss": "\"\(issuer)\"", "client_id": "\"\(pool.appClient.id)\"",
            "token_use": #""access""#, "scope": #""aws.cognito.signin.user.admin""#, "username": #""alice""#,
            "auth_time": "\(now)", "iat": "\(now)", "exp": "\(now + 3600)", "jti": #""jti-1""#,
        ]
        claims.merge(changes) { _, changed in changed }
        let members = claims.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        let payload = "{\(members.joined(separator: ","))}"
        return String(decoding: try (other ?? key).sign(payload: Array(payload.utf8)), as: UTF8.self)
    }

    /// The token with one bit of its signature changed.
    func tampered(_ token: String) -> String {
        var bytes = Array(token.utf8)
        // Neither a full stop nor the last character, whose low bits must be zero.
        bytes[bytes.count - 20] = bytes[bytes.count - 20] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An ID token that the gateway takes where one is asked for.
    func idToken(_ changes: [String: String?] = [:]) throws -> String {
        let own: [String: String?] = [
            "client_id": nil, "scope": nil, "username": nil, "token_use": #""id""#,
            "aud": "\"\(pool.appClient.id)\"", "cognito:username": #""alice""#, "email": #""alice@example.com""#,
        ]
        return try token(own.merging(changes) { _, changed in changed })
    }

    /// Asks for verification as a proxy does.
    func verify(
        _ target: String = "/v1/verify",
        bearer token: String?,
        over medium: Medium = .memory
    ) async throws -> Answer {
        try await bench.test(over: medium) { try await $0.get(target, bearer: token) }
    }

    /// Signs a new user up and in, and gives the access token.
    func signIn() async throws -> String {
        _ = try await pool.signUp(
            username: "carol",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["email": "carol@example.com"]
        )
        let code = try #require(try await local.nextCode(for: "carol")?.code)
        try await pool.confirmSignUp(username: "carol", code: code)
        let answer = try await bench.post("/v1/sessions", #"{"username":"carol","password":"Passw0rd!"}"#)
        return try #require(answer("tokens", "accessToken"))
    }

    /// The service's waits between attempts pass at once.
    private static var surroundings: Surroundings {
        var surroundings = Surroundings.system
        surroundings.sleep = { _ throws(CancellationError) in }
        return surroundings
    }
}

/// A time of day that stands still until it is moved.
final class FakeClock: Sendable {
    private let time = Mutex(Upstream.now)

    var now: UnixTime { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0.adding(duration) }
    }
}
