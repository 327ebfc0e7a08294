import ByteCoding
import CognitoSRP
import CognitoWire

/// Both requests of one SRP sign-in, made beforehand, so that only the pool's work is timed.
struct PreparedSignIn: Sendable {
    let seed: Int
    let initiation: [UInt8]
    let proof: [UInt8]
}

/// A client that is about to sign in.
struct OpenSignIn: Sendable {
    let request: [UInt8]
    private let client: SRPClient

    init(user: Int) throws {
        client = try SRPClient()
        request = try WireCoder().encode(
            InitiateAuthRequest(
                authFlow: .userSRPAuth,
                clientID: Sensitive(BenchmarkPool.clientID),
                authParameters: Sensitive(["USERNAME": "user\(user)", "SRP_A": client.publicKey.hexadecimal])
            )
        )
    }

    /// The request that answers a password challenge.
    func proof(answering challenge: [UInt8], at time: UnixTime) throws -> [UInt8] {
        let parameters = try WireCoder().decode(InitiateAuthResponse.self, from: challenge).challengeParameters ?? [:]
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
            identity: SRPIdentity(userPoolID: BenchmarkPool.poolID, userID: parameter("USER_ID_FOR_SRP")),
            password: SecretBytes(utf8: BenchmarkPool.password),
            at: time
        )
        return try WireCoder().encode(
            RespondToAuthChallengeRequest(
                challengeName: .passwordVerifier,
                clientID: Sensitive(BenchmarkPool.clientID),
                challengeResponses: Sensitive([
                    "USERNAME": parameter("USERNAME"), "PASSWORD_CLAIM_SIGNATURE": claim.signature,
                    "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock, "TIMESTAMP": claim.timestamp,
                ])
            )
        )
    }
}
