import BenchmarkSupport
import ByteCoding
import CognitoSRP
import CryptoPrimitives
import Foundation

/// The client's half of one sign-in: what it is given, and the proof that it must arrive at.
struct SignIn: Codable, Sendable {
    let userPoolID: String
    let userID: String
    let password: String
    let epochSeconds: Int64
    let timestamp: String
    /// `a`, `SALT` and `SRP_B`, in hexadecimal.
    let secret: String
    let salt: String
    let serverPublicKey: String
    let secretBlock: String
    let signature: String

    /// The checked-in vectors whose `a` has as many bits as ours draw; every proof was computed by somebody else.
    static func all() throws -> [SignIn] {
        let vectors = "../../../../../Tests/CognitoSRPTests/Vectors/cognito_srp_vectors.json"
        let file = URL(filePath: #filePath).appending(path: vectors).standardizedFileURL
        let table = try JSONDecoder().decode(Table.self, from: Data(contentsOf: file))
        return table.userSrp.filter { $0.a.count == 64 }.map { row in
            SignIn(
                userPoolID: row.userPoolId,
                userID: row.userIdForSrp,
                password: row.password,
                epochSeconds: row.epochSeconds,
                timestamp: row.timestamp,
                secret: row.a,
                salt: row.salt,
                serverPublicKey: row.srpB,
                secretBlock: row.secretBlock,
                signature: row.expect.signature
            )
        }
    }

    /// Computes `A`, as a client does before it knows anything of the user.
    func begin() throws -> SRPClient {
        let bytes = try Hex.decode(secret)
        return try SRPClient(
            random: RandomBytes { output throws(CryptoError) in
                for byte in bytes where output.freeCapacity > 0 { output.append(byte) }
            }
        )
    }

    /// Answers the challenge.
    func finish(_ client: SRPClient) throws -> String {
        try client.passwordClaim(
            for: SRPChallenge(salt: salt, serverPublicKey: serverPublicKey, secretBlock: secretBlock),
            identity: SRPIdentity(userPoolID: userPoolID, userID: userID),
            password: SecretBytes(utf8: password),
            at: UnixTime(seconds: epochSeconds)
        ).signature
    }

    private struct Table: Decodable {
        let userSrp: [Row]
    }

    private struct Row: Decodable {
        struct Expectation: Decodable {
            let signature: String
        }

        let userPoolId, userIdForSrp, password, timestamp, a, salt, srpB, secretBlock: String
        let epochSeconds: Int64
        let expect: Expectation
    }
}
