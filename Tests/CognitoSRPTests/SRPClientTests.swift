import BigNum
import ByteCoding
import CryptoPrimitives
import Testing

@testable import CognitoSRP

@Suite("SRP-6a client") struct SRPClientTests {
    @Test("the group is the one of the vectors")
    func group() throws {
        let group = try SRPGroup.cognito
        #expect(try group.prime.hexadecimal() == SRPVectorFile.shared.prime)
        #expect(try group.generator == number(SRPVectorFile.shared.generator))
        #expect(try group.multiplier.hexadecimal() == SRPVectorFile.shared.multiplier)
    }

    @Test("every value of a user's sign-in", arguments: SRPVectorFile.shared.userSrp)
    func user(_ vector: UserVector) throws {
        let client = try SRPClient(ephemeralSecret: secretBytes(vector.a))
        let challenge = try vector.challenge
        #expect(client.publicKey.hexadecimal == vector.expect.srpA)

        let scramble = try SRPTranscript.scramble(client: client.publicKey, server: challenge.serverPublicKey)
        #expect(try scramble == number(vector.expect.u))
        let key = try SRPTranscript.passwordKey(
            salt: challenge.salt,
            identity: vector.identity,
            password: vector.secret
        )
        #expect(try key == number(vector.expect.x))
        let shared = try SRPGroup.cognito.clientSecret(
            serverPublicKey: challenge.serverPublicKey.number,
            secret: number(vector.a),
            passwordKey: key,
            scramble: scramble
        )
        #expect(try shared.hexadecimal() == vector.expect.sharedSecret)
        let sessionKey = try client.sessionKey(for: challenge, identity: vector.identity, password: vector.secret)
        #expect(Hex.encode(exposed(sessionKey)) == vector.expect.hkdfKey)

        let claim = try client.passwordClaim(
            for: challenge,
            identity: vector.identity,
            password: vector.secret,
            at: UnixTime(seconds: vector.epochSeconds)
        )
        #expect(claim.timestamp == vector.timestamp)
        #expect(claim.signature == vector.expect.signature)
        #expect(claim.secretBlock == vector.secretBlock)
    }

    @Test("every value of a device's sign-in", arguments: SRPVectorFile.shared.deviceSrp)
    func device(_ vector: DeviceVector) throws {
        let client = try SRPClient(ephemeralSecret: secretBytes(vector.a))
        #expect(client.publicKey.hexadecimal == vector.expect.srpA)
        let challenge = try SRPChallenge(
            salt: vector.salt,
            serverPublicKey: vector.srpB,
            secretBlock: vector.secretBlock
        )
        let password = SecretBytes(utf8: vector.devicePassword)
        let key = try SRPTranscript.passwordKey(salt: challenge.salt, identity: vector.identity, password: password)
        #expect(try key == number(vector.expect.x))
        let sessionKey = try client.sessionKey(for: challenge, identity: vector.identity, password: password)
        #expect(Hex.encode(exposed(sessionKey)) == vector.expect.hkdfKey)
        let claim = try client.passwordClaim(
            for: challenge,
            identity: vector.identity,
            password: password,
            at: UnixTime(seconds: vector.epochSeconds)
        )
        #expect(claim.timestamp == vector.timestamp)
        #expect(claim.signature == vector.expect.signature)
    }

    @Test("a challenge with a bad parameter is refused unread", arguments: SRPVectorFile.shared.clientMustReject)
    func mustReject(_ row: RejectRow) throws {
        let good = SRPVectorFile.shared.userSrp[0]
        func challenge(_ field: String, _ text: String) throws {
            _ = try SRPChallenge(
                salt: field == "SALT" ? text : good.salt,
                serverPublicKey: field == "SRP_B" ? text : good.srpB,
                secretBlock: field == "SECRET_BLOCK" ? text : good.secretBlock
            )
        }
        #expect(throws: Never.self) { try challenge("none", "") }
        let error = #expect(throws: SRPError.self) { try challenge(row.field, row.text) }
        switch row.field {
        case "SALT": #expect(error?.code == .malformedSalt)
        case "SECRET_BLOCK": #expect(error?.code == .malformedSecretBlock)
        default:
            let isMultipleOfPrime = ["B is zero", "B equals N", "B is 2N: zero mod N and over-long", "B is 3N"]
            #expect(
                error?.code == (isMultipleOfPrime.contains(row.reason) ? .degeneratePublicKey : .malformedPublicKey)
            )
        }
    }

    @Test("a scrambling parameter of zero is refused before a secret is used")
    func zeroScramble() throws {
        let error = #expect(throws: SRPError.self) {
            try SRPGroup.cognito.clientSecret(
                serverPublicKey: number("5"),
                secret: number("7"),
                passwordKey: number("9"),
                scramble: number("0")
            )
        }
        #expect(error?.code == .degenerateScramble)
    }

    @Test(
        "the secret is as long as asked for",
        arguments: [
            (1, 32), (6, 32), (7, 48), (8, 64), (9, 96), (10, 128),
        ]
    )
    func secretLength(paranoia: Int, byteCount: Int) throws {
        let length = try #require(EphemeralSecretLength(paranoia: paranoia))
        #expect(length.byteCount == byteCount)
        let threes = RandomBytes { output in while !output.isFull { output.append(3) } }
        let client = try SRPClient(secretLength: length, random: threes)
        let replayed = try SRPClient(ephemeralSecret: SecretBytes([UInt8](repeating: 3, count: byteCount)))
        #expect(client.publicKey.hexadecimal == replayed.publicKey.hexadecimal)
    }

    @Test("there is no paranoia outside 1 to 10", arguments: [0, 11, -1, .max])
    func noSuchParanoia(_ paranoia: Int) {
        #expect(EphemeralSecretLength(paranoia: paranoia) == nil)
    }

    @Test("without random bytes there is no client")
    func noRandomness() {
        let sources = [
            RandomBytes { _ throws(CryptoError) in throw CryptoError(.randomnessUnavailable, "none today") },
            RandomBytes { output in output.append(1) },
            RandomBytes { output in while !output.isFull { output.append(0) } },
        ]
        for source in sources {
            let error = #expect(throws: SRPError.self) { try SRPClient(random: source) }
            #expect(error?.code == .noRandomness)
        }
    }

    @Test("two clients never share a secret")
    func freshSecrets() throws {
        #expect(try SRPClient().publicKey.hexadecimal != SRPClient().publicKey.hexadecimal)
    }

    @Test("a client prints nothing of its secret")
    func redacted() throws {
        let client = try SRPClient(ephemeralSecret: SecretBytes([0xAB, 0xCD, 0xEF]))
        var dumped = ""
        dump(client, to: &dumped)
        #expect(!dumped.lowercased().contains("abcdef") && !dumped.contains("11259375"))
    }
}

@Suite("Secret hash") struct SecretHashTests {
    @Test("the published value")
    func published() throws {
        let hash = try SecretHash.make(
            username: "alice",
            clientID: "1example23456789",
            clientSecret: SecretBytes(utf8: "secret")
        )
        #expect(hash == "SRSokfDPYgNH3Tm3eRbqKCsFZg9Ia07+tqRIgXhLH5s=")
    }

    @Test("the vectors' values", arguments: SRPVectorFile.shared.userSrp.filter { $0.clientSecret != nil })
    func vector(_ vector: UserVector) throws {
        let secret = SecretBytes(utf8: try #require(vector.clientSecret))
        let clientID = try #require(vector.clientId)
        let hash = try SecretHash.make(username: vector.userIdForSrp, clientID: clientID, clientSecret: secret)
        #expect(hash == vector.expect.secretHash)
        let other = try SecretHash.make(username: "someone else", clientID: clientID, clientSecret: secret)
        #expect(other != vector.expect.secretHash)
    }
}

@Suite("SRP identity") struct SRPIdentityTests {
    @Test("the pool name is all that follows the first underscore")
    func poolName() throws {
        #expect(try SRPIdentity(userPoolID: "eusc-de-east-1_Ab_Cd", userID: "alice").scope == "Ab_Cd")
    }

    @Test("an id without region or name is refused", arguments: ["", "us-east-1", "us-east-1_", "_AbCdEf"])
    func malformed(_ id: String) {
        let error = #expect(throws: SRPError.self) { try SRPIdentity(userPoolID: id, userID: "alice") }
        #expect(error?.code == .malformedPoolID)
    }
}
