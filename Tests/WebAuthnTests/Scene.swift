import ByteCoding
import CryptoPrimitives
import WebAuthn

/// A relying party, a user, and the answers of a browser and an authenticator, of which a test changes one part.
struct Scene {
    static let challenge = [UInt8](0..<32)
    static let credentialID = [UInt8](100..<132)

    let pair: P256PrivateKey
    let user: PasskeyUser
    let relyingParty: RelyingParty

    // What the client says
    var id = Base64URL.encode(Scene.credentialID)
    var rawID: String?
    var credentialType = "\"public-key\""
    var type = "\"webauthn.create\""
    var challengeText = "\"\(Base64URL.encode(Scene.challenge))\""
    var origin = "\"https://example.org\""
    var moreClientData = ""
    var clientData: [UInt8]?
    var moreResponse = ""
    var moreAnswer = ""
    var userHandle: String?

    // What the authenticator says
    var relyingPartyID = "example.org"
    var flags: UInt8 = 0x05
    var counter: UInt32 = 0
    var dataID = Scene.credentialID
    var idLength: Int?
    var publicKey: CBORValue
    var more: [UInt8] = []
    var cut = 0
    var format: CBORValue = .text("none")
    var statement: CBORValue = .map(CBORMap([:]))
    var attestationObject: ((CBORValue) -> [UInt8])?
    var signature: ((_ right: [UInt8]) -> [UInt8])?

    init(_ kind: Kind = .registration) throws {
        pair = try .generate()
        user = try PasskeyUser(handle: [7, 7, 7], name: "carol")
        relyingParty = try RelyingParty(id: "example.org", origins: ["https://example.org", "http://b.example.org:81"])
        publicKey = .map(CBORMap(Self.members(of: pair.publicKey)))
        if kind == .signIn {
            type = "\"webauthn.get\""
            counter = 5
        } else {
            flags |= 0x40
        }
    }

    enum Kind { case registration, signIn }

    static func members(of key: P256PublicKey) -> [CBORMap.Member] {
        let members: [(Int64, CBORValue)] = [
            (1, .int(2)), (3, .int(-7)), (-1, .int(1)), (-2, .bytes(Array(key.x963[1...32]))),
            (-3, .bytes(Array(key.x963[33...64]))),
        ]
        return members.map { CBORMap.Member(key: .int($0.0), value: $0.1) }
    }

    /// The same key with one member changed.
    mutating func changeKey(_ label: Int64, to value: CBORValue) {
        guard let members = publicKey.map?.members else { return }
        publicKey = .map(
            CBORMap(members.map { $0.key.int == label ? CBORMap.Member(key: $0.key, value: value) : $0 })
        )
    }

    // The answers

    func registrationJSON() throws -> String {
        let object = CBORValue.map(
            CBORMap([
                .text("fmt"): format, .text("attStmt"): statement, .text("authData"): .bytes(try authenticatorData()),
            ])
        )
        let bytes = attestationObject?(object) ?? object.encoded
        return answer(#""attestationObject":"\#(Base64URL.encode(bytes))""#)
    }

    func signInJSON() throws -> String {
        let data = try authenticatorData()
        let right = try pair.signature(for: data + SHA256.digest(of: clientDataBytes))
        let signature = signature?(right) ?? right
        let handle = userHandle.map { #","userHandle":\#($0)"# } ?? ""
        return answer(
            #""authenticatorData":"\#(Base64URL.encode(data))","signature":"\#(Base64URL.encode(signature))"\#(handle)"#
        )
    }

    /// The statement of a self attestation, signed with `pair`.
    func selfAttestation(algorithm: Int64 = -7, by signer: P256PrivateKey? = nil) throws -> CBORValue {
        let message = try authenticatorData() + SHA256.digest(of: clientDataBytes)
        let signature = try (signer ?? pair).signature(for: message)
        return .map(CBORMap([.text("alg"): .int(algorithm), .text("sig"): .bytes(signature)]))
    }

    func authenticatorData() throws -> [UInt8] {
        var data = try SHA256.digest(of: Array(relyingPartyID.utf8))
        data.append(flags)
        data += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
        if flags & 0x40 != 0 {
            let length = idLength ?? dataID.count
            data += [UInt8](repeating: 9, count: 16) + [UInt8(length >> 8), UInt8(length & 0xff)] + dataID
            data += publicKey.encoded
        }
        return (data + more).dropLast(cut)
    }

    private var clientDataBytes: [UInt8] {
        clientData
            ?? Array(#"{"type":\#(type),"challenge":\#(challengeText),"origin":\#(origin)\#(moreClientData)}"#.utf8)
    }

    private func answer(_ response: String) -> String {
        let client = Base64URL.encode(clientDataBytes)
        let members = #""clientDataJSON":"\#(client)",\#(response)\#(moreResponse)"#
        let rawID = rawID ?? id
        return #"{"id":"\#(id)","rawId":"\#(rawID)","type":\#(credentialType),"response":{\#(members)}\#(moreAnswer)}"#
    }

    // The ceremonies

    func registration(
        userVerification: UserVerification = .preferred,
        change: (inout Registration) -> Void = { _ in }
    ) throws -> Registration {
        var registration = try Registration(
            relyingParty: relyingParty,
            user: user,
            challenge: Self.challenge,
            userVerification: userVerification
        )
        change(&registration)
        return registration
    }

    func register(_ registration: Registration? = nil) throws -> Credential {
        try (registration ?? self.registration()).verify(RegistrationResponse(json: registrationJSON()))
    }

    /// The record under which `signInJSON()` signs in.
    func credential(
        counter: UInt32 = 4,
        id: [UInt8] = Scene.credentialID,
        isBackupEligible: Bool = false
    ) throws -> Credential {
        Credential(
            id: id,
            publicKey: try COSEKey(bytes: CBORValue.map(CBORMap(Self.members(of: pair.publicKey))).encoded),
            userHandle: user.handle,
            counter: counter,
            isUserVerified: false,
            isBackupEligible: isBackupEligible,
            isBackedUp: false
        )
    }

    func assertion(
        userVerification: UserVerification = .preferred,
        allowed: [[UInt8]] = [Scene.credentialID]
    ) throws -> Assertion {
        try Assertion(
            relyingParty: relyingParty,
            challenge: Self.challenge,
            allowed: allowed.map { CredentialDescriptor(id: $0) },
            userVerification: userVerification
        )
    }

    func signIn(_ assertion: Assertion? = nil, with credential: Credential? = nil) throws -> VerifiedAssertion {
        try (assertion ?? self.assertion())
            .verify(AuthenticationResponse(json: signInJSON()), with: credential ?? self.credential())
    }
}
