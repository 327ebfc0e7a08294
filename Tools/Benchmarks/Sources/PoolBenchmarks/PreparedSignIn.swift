import ByteCoding
import CognitoSRP
import CognitoWire
import HTTPTransport
import HTTPTypes
import LocalPool

/// Both requests of one SRP sign-in, made beforehand, so that only the pool's work is timed.
struct PreparedSignIn: Sendable {
    let seed: Int
    let initiation: [UInt8]
    let proof: [UInt8]
}

/// A pool with users, and calls to it.
struct BenchmarkPool: Sendable {
    static let password = "Passw0rd!"
    static let poolID = "local_Benchmark"
    static let clientID = "0123456789abcdefghijklmnop"

    let pool: LocalPool
    private let transport: any HTTPTransport
    private let url: String

    /// A pool in memory with the users of a load.
    init(users: [[UInt8]], clock: @escaping @Sendable () -> UnixTime) async throws {
        var configuration = LocalPoolConfiguration()
        configuration.poolID = Self.poolID
        configuration.clientID = Self.clientID
        configuration.random = Lane.random
        configuration.clock = clock
        let pool = try LocalPool(configuration: configuration)
        let lines = AsyncStream<[UInt8]> { continuation in
            for line in users { continuation.yield(line) }
            continuation.finish()
        }
        _ = try await pool.loadUsers(lines)
        self.init(pool: pool, transport: LocalPoolTransport(pool), url: "http://127.0.0.1/")
    }

    init(pool: LocalPool, transport: any HTTPTransport, url: String) {
        (self.pool, self.transport, self.url) = (pool, transport, url)
    }

    /// The same pool by another way.
    func over(_ transport: any HTTPTransport, url: String) -> BenchmarkPool {
        BenchmarkPool(pool: pool, transport: transport, url: url)
    }

    /// Sends a request; an answer other than 200 is a failure.
    func send(_ target: String, _ body: [UInt8]) async throws -> [UInt8] {
        let response = try await transport.send(
            TransportRequest(
                method: .post,
                url: url,
                headers: [("X-Amz-Target", target), ("Content-Type", WireCoder.contentType)],
                body: body
            )
        )
        guard response.status == 200 else {
            throw Failure("\(target): \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body
    }

    /// Makes the requests of a sign-in at a pool with the same users: begins one there, and computes its proof.
    func prepare(user: Int, seed: Int, at time: UnixTime) async throws -> PreparedSignIn {
        let client = try SRPClient()
        let coder = WireCoder()
        let initiation = try coder.encode(
            InitiateAuthRequest(
                authFlow: .userSRPAuth,
                clientID: Sensitive(Self.clientID),
                authParameters: Sensitive(["USERNAME": "user\(user)", "SRP_A": client.publicKey.hexadecimal])
            )
        )
        let answer = try await Lane.$current.withValue(Lane(seed: seed)) {
            try coder.decode(InitiateAuthResponse.self, from: await send(InitiateAuth.target, initiation))
        }
        let parameters = answer.challengeParameters ?? [:]
        func parameter(_ name: String) throws -> String {
            guard let value = parameters[name] else { throw Failure("no \(name)") }
            return value
        }
        let claim = try client.passwordClaim(
            for: SRPChallenge(
                salt: parameter("SALT"),
                serverPublicKey: parameter("SRP_B"),
                secretBlock: parameter("SECRET_BLOCK")
            ),
            identity: SRPIdentity(userPoolID: Self.poolID, userID: parameter("USER_ID_FOR_SRP")),
            password: SecretBytes(utf8: Self.password),
            at: time
        )
        let proof = try coder.encode(
            RespondToAuthChallengeRequest(
                challengeName: .passwordVerifier,
                clientID: Sensitive(Self.clientID),
                challengeResponses: Sensitive([
                    "USERNAME": parameter("USERNAME"), "PASSWORD_CLAIM_SIGNATURE": claim.signature,
                    "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock, "TIMESTAMP": claim.timestamp,
                ])
            )
        )
        return PreparedSignIn(seed: seed, initiation: initiation, proof: proof)
    }

    /// Signs in; the pool draws what it drew when the proof was made.
    func signIn(_ prepared: PreparedSignIn) async throws {
        try await Lane.$current.withValue(Lane(seed: prepared.seed)) {
            _ = try await send(InitiateAuth.target, prepared.initiation)
        }
        _ = try await send(RespondToAuthChallenge.target, prepared.proof)
    }

    /// Users as lines of a load, each with a verifier, so that two pools have the same.
    static func users(_ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let verifier = try SRPVerifier(
                identity: SRPIdentity(userPoolID: poolID, userID: "user\(number)"),
                password: SecretBytes(utf8: password)
            )
            let (salt, text) = (try verifier.saltBase64(), try verifier.verifierBase64())
            let member = #""verifier": {"salt": "\#(salt)", "verifier": "\#(text)"}"#
            return Array(#"{"username": "user\#(number)", \#(member)}"#.utf8)
        }
    }
}
