import ByteCoding
import CognitoSRP
import CognitoWire
import FuzzSupport
import PoolFuzzSupport

/// One field of an exchange that is right but for it; the first byte chooses which.
///
/// No proof signs in but the right one, whatever text stands in for a part of it; and after each wrong one a right one does.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let bytes = copy(input)
        guard let kind = bytes.first else { return }
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        switch kind % 5 {
        case 0: Exchange.checkPublicKey(text)
        case 1: Exchange.checkProof("PASSWORD_CLAIM_SECRET_BLOCK", text)
        case 2: Exchange.checkProof("PASSWORD_CLAIM_SIGNATURE", text)
        case 3: Exchange.checkProof("TIMESTAMP", text)
        default: Exchange.checkVerifier(text)
        }
    }
}

/// Exchanges with one pool.
private enum Exchange {
    private static let world: PoolWorld = {
        guard let world = try? PoolWorld() else { fatalError("no pool") }
        _ = world.arrange()
        return world
    }()
    private static let client: SRPClient = {
        guard let client = try? SRPClient(random: .seeded(7)) else { fatalError("no exchange") }
        return client
    }()

    /// `SRP_A`: what is taken is a hexadecimal number of at most 3072 bits.
    static func checkPublicKey(_ text: String) {
        _ = begin(client.publicKey.hexadecimal)
        let answer = initiate(text)
        guard answer.result != nil else {
            require(answer.error == .invalidParameter, "a public key is refused as a parameter")
            return
        }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "0") }
        require(text.utf8.allSatisfy(isHexadecimal), "a public key is hexadecimal")
        require(!digits.isEmpty && digits.count <= 768, "a public key is a number below the prime")
    }

    /// A part of a proof: no other text does.
    static func checkProof(_ name: String, _ text: String) {
        let right = proof()
        var changed = right
        changed[name] = text
        let answer = respond(changed)
        require((answer.result != nil) == (changed == right), "only the right proof signs in")
        if let error = answer.error {
            require(error == .notAuthorized || error == .invalidParameter, "a wrong proof is refused as such")
        }
        require(respond(proof()).result != nil, "the right proof signs in")
    }

    /// Salt and verifier of a device, with a NUL between them.
    static func checkVerifier(_ text: String) {
        let tokens = world.signedIn(as: "alice")["AuthenticationResult"]?.object
        guard let token = tokens?["AccessToken"]?.string, let metadata = tokens?["NewDeviceMetadata"]?.object,
            let key = metadata["DeviceKey"]?.string, let group = metadata["DeviceGroupKey"]?.string,
            let secret = try? DeviceSecret(deviceGroupKey: group, deviceKey: key, random: .seeded(11)),
            let salt = try? secret.verifier.saltBase64(), let verifier = try? secret.verifier.verifierBase64()
        else { fatalError("a device is offered, and has a verifier") }
        let parts = text.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let answer = confirm(key, token, salt: parts[0], verifier: parts.count == 2 ? parts[1] : verifier)
        if let error = answer.error {
            require(error == .invalidParameter, "a verifier is refused as a parameter")
            require(confirm(key, token, salt: salt, verifier: verifier).result != nil, "a right verifier is taken")
        }
        world.accepted("ForgetDevice", ["AccessToken": .string(token), "DeviceKey": .string(key)])
    }

    private static func confirm(_ key: String, _ token: String, salt: String, verifier: String) -> PoolAnswer {
        world.call(
            "ConfirmDevice",
            [
                "AccessToken": .string(token), "DeviceKey": .string(key),
                "DeviceSecretVerifierConfig": .object(["Salt": .string(salt), "PasswordVerifier": .string(verifier)]),
            ]
        )
    }

    private static func initiate(_ publicKey: String) -> PoolAnswer {
        world.call(
            "InitiateAuth",
            [
                "ClientId": .string(PoolWorld.clientID), "AuthFlow": .string("USER_SRP_AUTH"),
                "AuthParameters": .object(["USERNAME": .string("alice"), "SRP_A": .string(publicKey)]),
            ]
        )
    }

    private static func begin(_ publicKey: String) -> JSONObject {
        guard let parameters = initiate(publicKey).result?["ChallengeParameters"]?.object else {
            fatalError("a right public key is refused")
        }
        return parameters
    }

    /// The right answer to a new challenge.
    private static func proof() -> [String: String] {
        let parameters = begin(client.publicKey.hexadecimal)
        guard let salt = parameters["SALT"]?.string, let serverKey = parameters["SRP_B"]?.string,
            let block = parameters["SECRET_BLOCK"]?.string, let user = parameters["USER_ID_FOR_SRP"]?.string,
            let challenge = try? SRPChallenge(salt: salt, serverPublicKey: serverKey, secretBlock: block),
            let identity = try? SRPIdentity(userPoolID: PoolWorld.poolID, userID: user),
            let claim = try? client.passwordClaim(
                for: challenge,
                identity: identity,
                password: SecretBytes(utf8: PoolWorld.password),
                at: PoolWorld.now
            )
        else { fatalError("a challenge can be answered") }
        return [
            "USERNAME": user, "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock, "TIMESTAMP": claim.timestamp,
        ]
    }

    private static func respond(_ responses: [String: String]) -> PoolAnswer {
        world.call(
            "RespondToAuthChallenge",
            [
                "ClientId": .string(PoolWorld.clientID), "ChallengeName": .string("PASSWORD_VERIFIER"),
                "ChallengeResponses": .object(responses.mapValues { .string($0) }),
            ]
        )
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
