import BigNum
import ByteCoding
import CryptoPrimitives
import Testing

@testable import CognitoSRP

@Suite("Numbers of unusual length") struct SRPEdgeCaseTests {
    private let file = EdgeCaseFile.shared

    @Test("client and server agree with the published key and proof", arguments: EdgeCaseFile.shared.cases)
    func edgeCase(_ vector: EdgeCaseFile.Case) throws {
        let identity = try SRPIdentity(userPoolID: file.poolId, userID: file.user)
        let password = SecretBytes(utf8: file.password)
        let block = Base64.encode(try Hex.decode(file.secretBlockHex))
        let client = try SRPClient(ephemeralSecret: secretBytes(vector.a))
        let verifier = try SRPVerifier(
            identity: identity,
            password: password,
            salt: number(vector.salt).bigEndianBytes()
        )
        let server = try SRPServer(verifier: verifier, ephemeralSecret: secretBytes(file.b))
        let challenge = try SRPChallenge(
            salt: vector.salt,
            serverPublicKey: server.publicKey.hexadecimal,
            secretBlock: block
        )
        if let counts = vector.paddedByteCounts {
            let scramble = try SRPTranscript.scramble(client: client.publicKey, server: server.publicKey)
            let secret = try SRPGroup.cognito.clientSecret(
                serverPublicKey: server.publicKey.number,
                secret: number(vector.a),
                passwordKey: SRPTranscript.passwordKey(salt: challenge.salt, identity: identity, password: password),
                scramble: scramble
            )
            let padded = try [client.publicKey.number, scramble, secret].map { try $0.twosComplementBytes().count }
            #expect(padded == counts)
        }
        let sessionKey = try client.sessionKey(for: challenge, identity: identity, password: password)
        #expect(Hex.encode(exposed(sessionKey)) == vector.sessionKey)
        let time = try SRPTimestamp(parsing: file.timestamp).time
        let claim = try client.passwordClaim(for: challenge, identity: identity, password: password, at: time)
        #expect(claim.signature == vector.signature)
        let sent = try SRPPublicKey(hexadecimal: client.publicKey.hexadecimal)
        #expect(try server.verify(claim, clientPublicKey: sent, identity: identity) == time)
    }

    @Test("the device of the protocol page")
    func device() throws {
        let vector = file.device
        let identity = SRPIdentity(deviceGroupKey: vector.groupKey, deviceKey: vector.key)
        let password = SecretBytes(utf8: Base64.encode(try Hex.decode(vector.passwordBytesHex)))
        let verifier = try SRPVerifier(identity: identity, password: password, salt: Hex.decode(vector.salt))
        #expect(try verifier.saltBase64() == vector.saltBase64)
        let padded = try Base64.decode(verifier.verifierBase64())
        #expect(padded.count == vector.verifierByteCount)
        #expect(Hex.encode(try SHA256.digest(of: padded)) == vector.verifierSHA256)

        let client = try SRPClient(ephemeralSecret: secretBytes(vector.a))
        let server = try SRPServer(verifier: verifier, ephemeralSecret: secretBytes(vector.b))
        let challenge = try SRPChallenge(
            salt: verifier.saltHexadecimal,
            serverPublicKey: server.publicKey.hexadecimal,
            secretBlock: Base64.encode(Hex.decode(file.secretBlockHex))
        )
        let sessionKey = try client.sessionKey(for: challenge, identity: identity, password: password)
        #expect(Hex.encode(exposed(sessionKey)) == vector.sessionKey)
        let time = try SRPTimestamp(parsing: file.timestamp).time
        let claim = try client.passwordClaim(for: challenge, identity: identity, password: password, at: time)
        #expect(claim.signature == vector.signature)
    }

    @Test("RFC 5054 appendix B through the same group")
    func rfc5054() throws {
        let vector = RFC5054Vector.shared
        let group = try SRPGroup(
            prime: number(vector.prime),
            generator: number(vector.generator),
            multiplier: number(vector.multiplier)
        )
        #expect(try group.power(of: number(vector.passwordKey)) == number(vector.verifier))
        #expect(try group.power(of: number(vector.clientSecret)) == number(vector.clientPublicKey))
        #expect(
            try group.serverPublicKey(
                power: group.power(of: number(vector.serverSecret)),
                verifier: number(vector.verifier)
            )
                == number(vector.serverPublicKey)
        )
        let client = try group.clientSecret(
            serverPublicKey: number(vector.serverPublicKey),
            secret: number(vector.clientSecret),
            passwordKey: number(vector.passwordKey),
            scramble: number(vector.scramble)
        )
        let server = try group.serverSecret(
            clientPublicKey: number(vector.clientPublicKey),
            secret: number(vector.serverSecret),
            verifier: number(vector.verifier),
            scramble: number(vector.scramble)
        )
        #expect(try client == number(vector.sharedSecret))
        #expect(try server == number(vector.sharedSecret))
    }
}

@Suite("Client and server, properties") struct SRPPropertyTests {
    @Test("they agree on the right password and on no other", arguments: 0..<100)
    func agree(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let identity =
            Bool.random(using: &random)
            ? try SRPIdentity(userPoolID: "us-east-1_\(random.text(9))", userID: random.text(20))
            : SRPIdentity(deviceGroupKey: "-\(random.text(8))", deviceKey: "us-east-1_\(random.text(30))")
        let password = random.text(24)
        let salt = random.bytes(16)
        let verifier = try SRPVerifier(identity: identity, password: SecretBytes(utf8: password), salt: salt)
        let serverSecret = SecretBytes(random.bytes(32))
        let server = try SRPServer(verifier: verifier, ephemeralSecret: serverSecret)
        let client = try SRPClient(ephemeralSecret: SecretBytes(random.bytes(Int.random(in: 1...128, using: &random))))
        let challenge = try SRPChallenge(
            salt: verifier.saltHexadecimal,
            serverPublicKey: server.publicKey.hexadecimal,
            secretBlock: Base64.encode(random.bytes(Int.random(in: 1...200, using: &random)))
        )
        let time = UnixTime(seconds: Int64.random(in: 0...4_000_000_000, using: &random))
        func claim(_ password: String) throws -> PasswordClaim {
            try client.passwordClaim(
                for: challenge,
                identity: identity,
                password: SecretBytes(utf8: password),
                at: time
            )
        }
        let resumed = try SRPServer(verifier: verifier, ephemeralSecret: server.ephemeralSecret)
        #expect(try resumed.verify(claim(password), clientPublicKey: client.publicKey, identity: identity) == time)
        let error = #expect(throws: SRPError.self) {
            try resumed.verify(claim(password + "x"), clientPublicKey: client.publicKey, identity: identity)
        }
        #expect(error?.code == .proofMismatch)
        let quick = try SRPServer(
            verifier: verifier,
            ephemeralSecret: server.ephemeralSecret,
            publicKey: server.publicKey
        )
        #expect(try quick.verify(claim(password), clientPublicKey: client.publicKey, identity: identity) == time)
    }

    @Test("a device's secret proves itself against the verifier that was sent")
    func device() throws {
        let identity = SRPIdentity(deviceGroupKey: "-Ab1Cd2Ef", deviceKey: "us-east-1_device")
        let device = try DeviceSecret(deviceGroupKey: "-Ab1Cd2Ef", deviceKey: "us-east-1_device")
        let stored = try SRPVerifier(
            saltBase64: device.verifier.saltBase64(),
            verifierBase64: device.verifier.verifierBase64()
        )
        #expect(exposed(device.password).count == 56)
        #expect(try stored.matches(password: device.password, identity: identity))
        #expect(try !stored.matches(password: SecretBytes(utf8: "another"), identity: identity))
    }
}

/// SplitMix64: the same numbers in every run.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func text(_ count: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-äß🔑")
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &self) })
    }
}
