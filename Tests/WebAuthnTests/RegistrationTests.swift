import ByteCoding
import CryptoPrimitives
import Testing
import WebAuthn

@Suite("Registration") struct RegistrationTests {
    @Test("a right answer becomes a record")
    func right() throws {
        var scene = try Scene()
        scene.flags |= 0x18
        scene.counter = 3
        scene.moreResponse = #","transports":["hybrid","internal"]"#
        scene.moreAnswer = #","authenticatorAttachment":"platform","clientExtensionResults":{},"future":1"#
        let credential = try scene.register()
        #expect(credential.id == Scene.credentialID && credential.userHandle == [7, 7, 7] && credential.counter == 3)
        #expect(credential.isUserVerified && credential.isBackupEligible && credential.isBackedUp)
        #expect(credential.transports == ["hybrid", "internal"] && credential.attachment == "platform")
        #expect(credential.aaguid == [UInt8](repeating: 9, count: 16) && credential.publicKey.algorithm == .es256)
        #expect(try COSEKey(bytes: credential.publicKey.bytes) == credential.publicKey)
    }

    @Test("what is allowed passes")
    func allowed() throws {
        var scene = try Scene()
        scene.origin = #""http:\/\/b.example.org:81""#
        scene.moreClientData = #","crossOrigin":false,"topOrigin":null,"other_keys_can_be_added_here":"x""#
        scene.flags = 0xc1 | 0x22
        scene.more = CBORValue.map(CBORMap([.text("credProtect"): .int(2)])).encoded
        scene.moreAnswer = #","authenticatorAttachment":null"#
        let credential = try scene.register()
        #expect(!credential.isUserVerified && !credential.isBackupEligible && credential.attachment == nil)
    }

    @Test("each wrong part is refused", arguments: Refusal.common + Self.refusals)
    func wrong(refusal: Refusal) throws {
        var scene = try Scene()
        #expect(throws: Never.self) { try scene.register() }
        try refusal.change(&scene)
        let error = #expect(throws: WebAuthnError.self) { try scene.register() }
        #expect(error?.code == refusal.code)
    }

    @Test("user verification is refused to be missing only where it is required", arguments: UserVerification.allCases)
    func userVerification(asked: UserVerification) throws {
        var scene = try Scene()
        let registration = try scene.registration(userVerification: asked)
        #expect(try scene.register(registration).isUserVerified)
        scene.flags &= ~0x04
        guard asked == .required else {
            #expect(try !scene.register(registration).isUserVerified)
            return
        }
        let error = #expect(throws: WebAuthnError.self) { try scene.register(registration) }
        #expect(error?.code == .userVerification)
    }

    @Test("an algorithm that was not asked for is refused")
    func algorithm() throws {
        let scene = try Scene()
        let error = #expect(throws: WebAuthnError.self) {
            try scene.register(scene.registration { $0.algorithms = [.rs256] })
        }
        #expect(error?.code == .algorithm)
    }

    @Test("a credential that the options exclude is refused")
    func excluded() throws {
        let scene = try Scene()
        let other = CredentialDescriptor(id: [1, 2, 3])
        #expect(throws: Never.self) { try scene.register(scene.registration { $0.excluding = [other] }) }
        let same = CredentialDescriptor(id: Scene.credentialID)
        let error = #expect(throws: WebAuthnError.self) {
            try scene.register(scene.registration { $0.excluding = [other, same] })
        }
        #expect(error?.code == .excluded)
    }

    @Test("a self attestation is checked under either policy", arguments: [AttestationPolicy.none, .unverified])
    func selfAttestation(policy: AttestationPolicy) throws {
        var scene = try Scene()
        let registration = try scene.registration { $0.attestation = policy }
        scene.format = .text("packed")
        scene.statement = try scene.selfAttestation()
        #expect(throws: Never.self) { try scene.register(registration) }
        let wrong: [CBORValue] = [
            try scene.selfAttestation(algorithm: -257), try scene.selfAttestation(by: .generate()),
            .map(CBORMap([:])), .array([]), .map(CBORMap([.text("alg"): .int(-7), .text("sig"): .text("")])),
        ]
        for statement in wrong {
            scene.statement = statement
            let error = #expect(throws: WebAuthnError.self) { try scene.register(registration) }
            #expect(error?.code == .attestation)
        }
    }

    @Test("another attestation is taken, and not looked at, only under the policy that says so")
    func otherAttestation() throws {
        var scene = try Scene()
        for (format, statement) in [
            ("packed", CBORValue.map(CBORMap([.text("x5c"): .array([.bytes([1])])]))), ("tpm", .map(CBORMap([:]))),
            ("compound", .array([.int(1), .int(2)])),
        ] {
            (scene.format, scene.statement) = (.text(format), statement)
            let error = #expect(throws: WebAuthnError.self) { try scene.register() }
            #expect(error?.code == .attestation)
            #expect(throws: Never.self) { try scene.register(scene.registration { $0.attestation = .unverified }) }
        }
    }

    @Test("frames are taken of the origins that may have them")
    func frames() throws {
        var scene = try Scene()
        var relyingParty = scene.relyingParty
        relyingParty.topOrigins = ["https://top.example"]
        let registration = try Registration(relyingParty: relyingParty, user: scene.user, challenge: Scene.challenge)
        for (members, isRight) in [
            (#","crossOrigin":true,"topOrigin":"https://top.example""#, true), ("", true),
            (#","crossOrigin":true,"topOrigin":"https://top.example.net""#, false),
            (#","crossOrigin":true,"topOrigin":"https://example.org""#, false), (#","crossOrigin":true"#, false),
            (#","topOrigin":"https://top.example""#, false),
            (#","crossOrigin":false,"topOrigin":"https://top.example""#, false),
        ] {
            scene.moreClientData = members
            if isRight {
                #expect(throws: Never.self) { try scene.register(registration) }
            } else {
                let error = #expect(throws: WebAuthnError.self) { try scene.register(registration) }
                #expect(error?.code == .crossOrigin)
            }
        }
    }

    static let refusals: [Refusal] = [
        Refusal("a sign-in's client data", .type) { $0.type = "\"webauthn.get\"" },
        Refusal("a type of another spelling", .type) { $0.type = "\"WebAuthn.create\"" },
        Refusal("no new credential", .malformed) { $0.flags &= ~0x40 },
        Refusal("another identifier than the authenticator's", .credential) { $0.id = "AAAA" },
        Refusal("an identifier of no bytes", .malformed) { $0.dataID = [] },
        Refusal("an identifier of 1024 bytes", .malformed) { $0.dataID = [UInt8](repeating: 1, count: 1024) },
        Refusal("an identifier longer than the data", .malformed) { $0.idLength = 1000 },
        Refusal("an identifier that takes the key with it", .malformed) { $0.idLength = 33 },
        Refusal("no key", .malformed) { $0.publicKey = .map(CBORMap([:])) },
        Refusal("a key that is no map", .malformed) { $0.publicKey = .array([]) },
        Refusal("an unknown algorithm", .algorithm) { $0.changeKey(3, to: .int(-8)) },
        Refusal("an algorithm of another kind of key", .invalidKey) { $0.changeKey(3, to: .int(-257)) },
        Refusal("another kind of key", .invalidKey) { $0.changeKey(1, to: .int(1)) },
        Refusal("another curve", .invalidKey) { $0.changeKey(-1, to: .int(8)) },
        Refusal("a point that is not on the curve", .invalidKey) { scene in
            scene.changeKey(-3, to: .bytes([UInt8](repeating: 1, count: 32)))
        },
        Refusal("a compressed point", .malformed) { $0.changeKey(-3, to: .bool(false)) },
        Refusal("an attestation that says something", .attestation) {
            $0.statement = .map(CBORMap([.text("a"): .int(1)]))
        },
        Refusal("an attestation that is a list", .attestation) { $0.statement = .array([]) },
        Refusal("an unknown attestation", .attestation) { $0.format = .text("None") },
        Refusal("a format that is no text", .malformed) { $0.format = .int(0) },
        Refusal("an attestation object that ends early", .malformed) {
            $0.attestationObject = { $0.encoded.dropLast() }
        },
        Refusal("bytes after the attestation object", .malformed) { $0.attestationObject = { $0.encoded + [0] } },
        Refusal("an attestation object that is a list", .malformed) { $0.attestationObject = { _ in [0x80] } },
        Refusal("no attestation object", .malformed) { $0.attestationObject = { _ in [] } },
        Refusal("a fourth member", .malformed) { scene in
            scene.attestationObject = { object in
                let members = object.map?.members ?? []
                return CBORValue.map(CBORMap(members + [CBORMap.Member(key: .text("ep"), value: .bool(true))])).encoded
            }
        },
        Refusal("members out of order", .malformed) { scene in
            scene.attestationObject = { object in
                let members = object.map?.members ?? []
                return [0xa3] + members.reversed().flatMap { $0.key.encoded + $0.value.encoded }
            }
        },
        Refusal("a member twice", .malformed) { scene in
            scene.attestationObject = { object in
                let members = object.map?.members ?? []
                return [0xa3] + (members.prefix(1) + members.prefix(2)).flatMap { $0.key.encoded + $0.value.encoded }
            }
        },
        Refusal("too large an attestation object", .tooLarge) { scene in
            scene.attestationObject = { _ in [UInt8](repeating: 0, count: 65_537) }
        },
        Refusal("transports that are no list", .malformed) { $0.moreResponse = #","transports":"usb""# },
        Refusal("transports that are no texts", .malformed) { $0.moreResponse = #","transports":[1]"# },
        Refusal("a transport that is too long", .tooLarge) { scene in
            scene.moreResponse = #","transports":["\#(String(repeating: "a", count: 65))"]"#
        },
        Refusal("too many transports", .tooLarge) { scene in
            scene.moreResponse = #","transports":["a"\#(String(repeating: #","a""#, count: 16))]"#
        },
    ]
}
