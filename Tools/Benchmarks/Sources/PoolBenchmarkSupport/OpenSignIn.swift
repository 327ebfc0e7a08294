package import ByteCoding
import CognitoSRP
import CognitoWire

/// A client that is about to sign in.
package struct OpenSignIn: Sendable {
    package let request: [UInt8]
    private let client: SRPClient

    package init(username: String) throws {
        client = try SRPClient()
        request = try WireCoder().encode(
            InitiateAuthRequest(
                authFlow: .userSRPAuth,
                clientID: Sensitive(BenchmarkPool.clientID),
                authParameters: Sensitive(["USERNAME": username, "SRP_A": client.publicKey.hexadecimal])
            )
        )
    }

    /// The request that answers a password challenge.
    package func proof(answering challenge: [UInt8], at time: UnixTime) throws -> [UInt8] {
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
