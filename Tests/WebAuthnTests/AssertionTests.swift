import ByteCoding
import CryptoPrimitives
import Testing
import WebAuthn

@Suite("Sign-in") struct AssertionTests {
    @Test("a right answer is verified, and the record renewed")
    func right() throws {
        var scene = try Scene(.signIn)
        scene.flags |= 0x18
        scene.userHandle = #""BwcH""#
        let verified = try scene.signIn(with: scene.credential(isBackupEligible: true))
        #expect(verified.isUserVerified && verified.credential.isUserVerified)
        #expect(verified.credential.counter == 5 && verified.credential.isBackedUp)
    }

    @Test("each wrong part is refused", arguments: Refusal.common + Self.refusals)
    func wrong(refusal: Refusal) throws {
        var scene = try Scene(.signIn)
        #expect(throws: Never.self) { try scene.signIn() }
        try refusal.change(&scene)
        let error = #expect(throws: WebAuthnError.self) { try scene.signIn() }
        #expect(error?.code == refusal.code)
    }

    @Test("user verification is refused to be missing only where it is required", arguments: UserVerification.allCases)
    func userVerification(asked: UserVerification) throws {
        var scene = try Scene(.signIn)
        let assertion = try scene.assertion(userVerification: asked)
        #expect(try scene.signIn(assertion).isUserVerified)
        scene.flags &= ~0x04
        guard asked == .required else {
            #expect(try !scene.signIn(assertion).isUserVerified)
            return
        }
        let error = #expect(throws: WebAuthnError.self) { try scene.signIn(assertion) }
        #expect(error?.code == .userVerification)
    }

    @Test(
        "the counter must rise, or stay zero",
        arguments: [
            (0, 0, true), (0, 1, true), (1, 2, true), (1, .max, true), (0x0100_0000, 0x0100_0001, true), (1, 1, false),
            (2, 1, false), (1, 0, false), (.max, .max, false), (.max, 0, false), (0x0100_0000, 0x00ff_ffff, false),
        ] as [(UInt32, UInt32, Bool)]
    )
    func counter(kept: UInt32, answered: UInt32, isRight: Bool) throws {
        var scene = try Scene(.signIn)
        scene.counter = answered
        let credential = try scene.credential(counter: kept)
        if isRight {
            #expect(try scene.signIn(with: credential).credential.counter == answered)
        } else {
            let error = #expect(throws: WebAuthnError.self) { try scene.signIn(with: credential) }
            #expect(error?.code == .counter)
        }
    }

    @Test("whether a backup can be does not change")
    func backup() throws {
        var scene = try Scene(.signIn)
        let eligible = try scene.credential(isBackupEligible: true)
        var error = #expect(throws: WebAuthnError.self) { try scene.signIn(with: eligible) }
        #expect(error?.code == .backup)
        scene.flags |= 0x08
        #expect(throws: Never.self) { try scene.signIn(with: eligible) }
        error = #expect(throws: WebAuthnError.self) { try scene.signIn() }
        #expect(error?.code == .backup)
    }

    @Test("only a credential that was asked for, and its own record, will do")
    func credential() throws {
        let scene = try Scene(.signIn)
        let cases: [(allowed: [[UInt8]], record: [UInt8], isRight: Bool)] = [
            ([[1], Scene.credentialID], Scene.credentialID, true), ([[1]], Scene.credentialID, false),
            ([[1], Scene.credentialID], [1], false), ([[1]], [1], false),
        ]
        for (allowed, record, isRight) in cases {
            let assertion = try scene.assertion(allowed: allowed)
            let credential = try scene.credential(id: record)
            if isRight {
                #expect(throws: Never.self) { try scene.signIn(assertion, with: credential) }
            } else {
                let error = #expect(throws: WebAuthnError.self) { try scene.signIn(assertion, with: credential) }
                #expect(error?.code == .credential)
            }
        }
    }

    @Test("without a list of credentials, the answer must say whose it is")
    func userHandle() throws {
        var scene = try Scene(.signIn)
        let assertion = try scene.assertion(allowed: [])
        for (handle, isRight) in [
            (#""BwcH""#, true), (nil, false), ("null", false), (#""BwcI""#, false), (#""""#, false),
        ] as [(String?, Bool)] {
            scene.userHandle = handle
            if isRight {
                #expect(throws: Never.self) { try scene.signIn(assertion) }
            } else {
                let error = #expect(throws: WebAuthnError.self) { try scene.signIn(assertion) }
                #expect(error?.code == .userHandle)
            }
        }
    }

    @Test("the signature is over what the client and the authenticator said, whoever changes it later")
    func replay() throws {
        let scene = try Scene(.signIn)
        let json = try scene.signInJSON()
        let other = try Assertion(relyingParty: scene.relyingParty, challenge: [1] + Scene.challenge.dropFirst())
        let error = #expect(throws: WebAuthnError.self) {
            try scene.assertion().verify(AuthenticationResponse(json: json), with: Scene(.signIn).credential())
        }
        #expect(error?.code == .signature)
        #expect(throws: WebAuthnError.self) {
            try other.verify(AuthenticationResponse(json: json), with: scene.credential())
        }
    }

    static let refusals: [Refusal] = [
        Refusal("a registration's client data", .type) { $0.type = "\"webauthn.create\"" },
        Refusal("payment's client data", .type) { $0.type = "\"payment.get\"" },
        Refusal("another credential", .credential) { $0.id = "AAAA" },
        Refusal("another user", .userHandle) { $0.userHandle = #""BwcI""# },
        Refusal("no user", .userHandle) { $0.userHandle = #""""# },
        Refusal("a user handle that is a number", .malformed) { $0.userHandle = "7" },
        Refusal("a user handle that is padded", .malformed) { $0.userHandle = #""Bwc=""# },
        Refusal("a new credential", .malformed) { $0.flags |= 0x40 },
        Refusal("a changed signature", .signature) { $0.signature = { $0.dropLast() + [($0.last ?? 0) ^ 1] } },
        Refusal("a signature that ends early", .signature) { $0.signature = { $0.dropLast() } },
        Refusal("bytes after the signature", .signature) { $0.signature = { $0 + [0] } },
        Refusal("no signature", .signature) { $0.signature = { _ in [] } },
        Refusal("a signature that is not in DER", .signature) {
            $0.signature = { _ in [UInt8](repeating: 1, count: 64) }
        },
        Refusal("a signature of zeros", .signature) { $0.signature = { _ in [0x30, 6, 2, 1, 0, 2, 1, 0] } },
        Refusal("a counter that fell", .counter) { $0.counter = 3 },
    ]
}
