import BigNum
import ByteCoding
import CryptoPrimitives
import Testing

@testable import CognitoSRP

@Suite("SRP-6a server") struct SRPServerTests {
    @Test("takes the proof of every vector, and no other", arguments: SRPVectorFile.shared.userSrp)
    func user(_ vector: UserVector) throws {
        let verifier = try SRPVerifier(
            identity: vector.identity,
            password: vector.secret,
            salt: number(vector.salt).bigEndianBytes()
        )
        #expect(try verifier.verifier.hexadecimal() == vector.expect.v)
        #expect(try verifier.matches(password: vector.secret, identity: vector.identity))
        #expect(try !verifier.matches(password: SecretBytes(utf8: vector.password + " "), identity: vector.identity))

        let server = try SRPServer(verifier: verifier, ephemeralSecret: secretBytes(vector.b))
        #expect(try number(server.publicKey.hexadecimal) == number(vector.srpB))
        let clientKey = try SRPPublicKey(hexadecimal: vector.expect.srpA)
        #expect(Hex.encode(exposed(try server.sessionKey(clientPublicKey: clientKey))) == vector.expect.hkdfKey)

        let claim = PasswordClaim(
            signature: vector.expect.signature,
            secretBlock: vector.secretBlock,
            timestamp: vector.timestamp
        )
        let time = try server.verify(claim, clientPublicKey: clientKey, identity: vector.identity)
        #expect(time.seconds == vector.epochSeconds)

        let stranger = try SRPIdentity(userPoolID: vector.userPoolId, userID: vector.userIdForSrp + "x")
        let error = #expect(throws: SRPError.self) {
            try server.verify(claim, clientPublicKey: clientKey, identity: stranger)
        }
        #expect(error?.code == .proofMismatch)
    }

    @Test("takes the proof of every device vector", arguments: SRPVectorFile.shared.deviceSrp)
    func device(_ vector: DeviceVector) throws {
        let verifier = try SRPVerifier(
            identity: vector.identity,
            password: SecretBytes(utf8: vector.devicePassword),
            salt: number(vector.salt).bigEndianBytes()
        )
        #expect(try verifier.saltBase64() == vector.saltBase64)
        #expect(try verifier.verifierBase64() == vector.verifierBase64)

        let stored = try SRPVerifier(saltBase64: vector.saltBase64, verifierBase64: vector.verifierBase64)
        let server = try SRPServer(verifier: stored, ephemeralSecret: secretBytes(vector.b))
        #expect(try number(server.publicKey.hexadecimal) == number(vector.srpB))
        let claim = PasswordClaim(
            signature: vector.expect.signature,
            secretBlock: vector.secretBlock,
            timestamp: vector.timestamp
        )
        let clientKey = try SRPPublicKey(hexadecimal: vector.expect.srpA)
        try server.verify(claim, clientPublicKey: clientKey, identity: vector.identity)
    }

    @Test("a bad SRP_A is refused", arguments: SRPVectorFile.shared.serverMustReject)
    func mustReject(_ row: RejectRow) {
        let error = #expect(throws: SRPError.self) { try SRPPublicKey(hexadecimal: row.text) }
        let isMultipleOfPrime = ["A is zero", "A equals N", "A is 2N"].contains(row.reason)
        #expect(error?.code == (isMultipleOfPrime ? .degeneratePublicKey : .malformedPublicKey))
    }

    @Test("a degenerate key or scrambling parameter is refused before a secret is used")
    func degenerate() throws {
        let group = try SRPGroup.cognito
        func secret(publicKey: BigNum, scramble: BigNum) throws -> BigNum {
            try group.serverSecret(
                clientPublicKey: publicKey,
                secret: number("7"),
                verifier: number("9"),
                scramble: scramble
            )
        }
        #expect(try secret(publicKey: number("5"), scramble: number("3")).bitCount > 0)
        #expect(throws: SRPError.self) { try secret(publicKey: group.prime, scramble: number("3")) }
        let error = #expect(throws: SRPError.self) { try secret(publicKey: number("5"), scramble: number("0")) }
        #expect(error?.code == .degenerateScramble)
    }

    @Test(
        "a proof that was tampered with is refused",
        arguments: [
            ("signature", SRPError.Code.proofMismatch), ("block", .proofMismatch), ("time", .proofMismatch),
            ("shortSignature", .proofMismatch), ("notBase64", .proofMismatch), ("badBlock", .malformedSecretBlock),
            ("badTime", .malformedTimestamp),
        ]
    )
    func tampered(part: String, code: SRPError.Code) throws {
        let vector = SRPVectorFile.shared.userSrp[0]
        let verifier = try SRPVerifier(
            identity: vector.identity,
            password: vector.secret,
            salt: number(vector.salt).bigEndianBytes()
        )
        let server = try SRPServer(verifier: verifier, ephemeralSecret: secretBytes(vector.b))
        let signatures = [
            "signature": "A" + vector.expect.signature.dropFirst(),
            "shortSignature": "AAAA",
            "notBase64": "?" + vector.expect.signature.dropFirst(),
        ]
        let claim = PasswordClaim(
            signature: signatures[part] ?? vector.expect.signature,
            secretBlock: ["block": "AAAA", "badBlock": "*"][part] ?? vector.secretBlock,
            timestamp: ["time": "Thu Jan 1 05:00:01 UTC 2026", "badTime": "yesterday"][part] ?? vector.timestamp
        )
        let key = try SRPPublicKey(hexadecimal: vector.expect.srpA)
        let error = #expect(throws: SRPError.self) {
            try server.verify(claim, clientPublicKey: key, identity: vector.identity)
        }
        #expect(error?.code == code)
    }

    @Test(
        "a stored verifier that makes no sense is refused",
        arguments: [
            ("", "AQ==", SRPError.Code.malformedSalt), ("AQ", "AQ==", .malformedSalt), ("AQ==", "", .malformedVerifier),
            ("AQ==", "AA==", .malformedVerifier), ("AQ==", "A*==", .malformedVerifier),
            (String(repeating: "AAAA", count: 50), "AQ==", .malformedSalt),
            ("AQ==", String(repeating: "////", count: 128), .malformedVerifier),
            ("AQ==", String(repeating: "AAAA", count: 1000), .malformedVerifier),
        ]
    )
    func malformedVerifier(salt: String, verifier: String, code: SRPError.Code) {
        let error = #expect(throws: SRPError.self) { try SRPVerifier(saltBase64: salt, verifierBase64: verifier) }
        #expect(error?.code == code)
    }

    @Test("a fresh salt is 16 bytes that do not begin with zero")
    func freshSalt() throws {
        let identity = try SRPIdentity(userPoolID: "local_AbCdEfGhI", userID: "alice")
        let password = SecretBytes(utf8: "Passw0rd!")
        let counting = RandomBytes { output in while !output.isFull { output.append(UInt8(output.count)) } }
        let verifier = try SRPVerifier(identity: identity, password: password, random: counting)
        #expect(verifier.saltHexadecimal == "800102030405060708090a0b0c0d0e0f")
        let first = try SRPVerifier(identity: identity, password: password)
        let second = try SRPVerifier(identity: identity, password: password)
        #expect(first.saltHexadecimal != second.saltHexadecimal)
    }

    @Test("a salt that begins with a small digit is written without a leading zero")
    func smallSalt() throws {
        let identity = try SRPIdentity(userPoolID: "local_AbCdEfGhI", userID: "alice")
        let counting = RandomBytes { output in while !output.isFull { output.append(UInt8(output.count + 1)) } }
        let verifier = try SRPVerifier(identity: identity, password: SecretBytes(utf8: "Passw0rd!"), random: counting)
        #expect(verifier.saltHexadecimal == "102030405060708090a0b0c0d0e0f10")
    }
}
