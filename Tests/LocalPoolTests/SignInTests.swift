import ByteCoding
import CognitoSRP
import CognitoWire
import Testing

@Suite("Sign-up and sign-in") struct SignInTests {
    private static let wrongCredentials = "Incorrect username or password."
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a user signs up, confirms, signs in with SRP and reads the profile")
    func wholeWay() async throws {
        let signUp = try await under.signUp()
        #expect(!signUp.userConfirmed)
        #expect(signUp.codeDeliveryDetails?.destination == "a***@e***")
        #expect(signUp.codeDeliveryDetails?.deliveryMedium == .email)
        try await under.confirmSignUp(code: under.code())
        let result = try await under.signInWithSRP().authenticationResult
        #expect(result?.tokenType == "Bearer")
        #expect(result?.expiresIn == 3600)
        #expect(result?.refreshToken != nil)
        let profile = try await under.profile(result?.accessToken)
        #expect(profile.username.value == "alice")
        let attributes = profile.userAttributes.map { "\($0.name)=\($0.value?.value ?? "")" }
        #expect(attributes == ["sub=\(signUp.userSub)", "email=alice@example.com", "email_verified=true"])
    }

    @Test("a password in clear signs in too, and a wrong one does not")
    func passwordFlow() async throws {
        try await under.makeUser()
        #expect(try await under.signInWithPassword().authenticationResult?.idToken != nil)
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.signInWithPassword(password: "Passw0rd?")
        }
    }

    @Test("SALT and SRP_B are lower-case hexadecimal without leading zeros, and both names are given")
    func challengeForm() async throws {
        try await under.makeUser()
        let key = try SRPClient().publicKey.hexadecimal
        let answer = try await under.initiate(.userSRPAuth, ["USERNAME": "alice", "SRP_A": key])
        let parameters = try #require(answer.challengeParameters)
        for name in ["SALT", "SRP_B"] {
            #expect(parameters[name]?.wholeMatch(of: #/[1-9a-f][0-9a-f]*/#) != nil)
        }
        #expect(parameters["USERNAME"] == "alice" && parameters["USER_ID_FOR_SRP"] == "alice")
        #expect(answer.session == nil)
    }

    @Test("a proof of another password is refused")
    func wrongPassword() async throws {
        try await under.makeUser()
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.signInWithSRP(password: "Passw0rd?")
        }
    }

    @Test("a proof works once")
    func replayedProof() async throws {
        try await under.makeUser()
        let proof = try await under.proof()
        #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.respond(.passwordVerifier, proof)
        }
    }

    @Test("a proof is spent by failure too")
    func proofSpentByFailure() async throws {
        try await under.makeUser()
        let proof = try await under.proof()
        let broken = proof.merging(["PASSWORD_CLAIM_SIGNATURE": Base64.encode([UInt8](repeating: 0, count: 32))]) { $1 }
        for answer in [broken, proof] {
            await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
                try await under.respond(.passwordVerifier, answer)
            }
        }
    }

    @Test("of many answers to one challenge exactly one wins")
    func concurrentProofs() async throws {
        try await under.makeUser()
        let (under, proof) = (under, try await under.proof())
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await under.respond(.passwordVerifier, proof)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test("a proof must name a moment within five minutes", arguments: [-301, -300, 300, 301])
    func timestamp(offset: Int) async throws {
        try await under.makeUser()
        let proof = try await under.proof(at: under.clock.now.adding(.seconds(offset)))
        if abs(offset) <= 300 {
            #expect(try await under.respond(.passwordVerifier, proof).authenticationResult != nil)
        } else {
            await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
                try await under.respond(.passwordVerifier, proof)
            }
        }
    }

    @Test("a timestamp of another form is named as the fault")
    func malformedTimestamp() async throws {
        try await under.makeUser()
        let proof = try await under.proof().merging(["TIMESTAMP": "2026-01-03T04:05:06Z"]) { $1 }
        await expectRefusal(
            "InvalidParameterException",
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."
        ) { try await under.respond(.passwordVerifier, proof) }
    }

    @Test("the secret block of another exchange is refused")
    func swappedSecretBlock() async throws {
        try await under.makeUser()
        let first = try await under.proof()
        let second = try await under.proof()
        let swapped = first.merging(["PASSWORD_CLAIM_SECRET_BLOCK": second["PASSWORD_CLAIM_SECRET_BLOCK"] ?? ""]) { $1 }
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.respond(.passwordVerifier, swapped)
        }
    }

    @Test("an exchange ends after three minutes")
    func expiredExchange() async throws {
        try await under.makeUser()
        let proof = try await under.proof()
        under.clock.advance(by: .seconds(180))
        await expectRefusal(
            "NotAuthorizedException",
            "Invalid session for the user, session is expired."
        ) { try await under.respond(.passwordVerifier, proof) }
    }

    @Test("a proof of the password before the last change is refused")
    func proofOfOldPassword() async throws {
        try await under.makeUser()
        let proof = try await under.proof()
        try await under.setPassword("N3w-Password")
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.respond(.passwordVerifier, proof)
        }
    }

    @Test("a user who has not confirmed is told so, but only with the right password")
    func unconfirmed() async throws {
        try await under.signUp()
        await expectRefusal("UserNotConfirmedException") { try await under.signInWithSRP() }
        await expectRefusal("UserNotConfirmedException") { try await under.signInWithPassword() }
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword(password: "Passw0rd?") }
    }

    @Test("a public key that is zero or no number makes no exchange", arguments: ["0", "00", "xyz", "-1", "0x1"])
    func badPublicKey(_ key: String) async throws {
        try await under.makeUser()
        await expectRefusal("InvalidParameterException") {
            try await under.initiate(.userSRPAuth, ["USERNAME": "alice", "SRP_A": key])
        }
    }

    @Test("a missing parameter is named", arguments: ["USERNAME", "SRP_A"])
    func missingParameter(_ name: String) async throws {
        let parameters = ["USERNAME": "alice", "SRP_A": "2"].filter { $0.key != name }
        await expectRefusal("InvalidParameterException", "Missing required parameter \(name)") {
            try await under.initiate(.userSRPAuth, parameters)
        }
    }

    @Test("a name that nobody has looks like any other: the same salt each time, the same refusal in the end")
    func decoy() async throws {
        let key = try SRPClient().publicKey.hexadecimal
        let salts = try await [1, 2].asyncMap { _ in
            try await under.initiate(.userSRPAuth, ["USERNAME": "nobody", "SRP_A": key]).challengeParameters?["SALT"]
        }
        #expect(salts[0] == salts[1] && salts[0] != nil)
        let other = try await under.initiate(.userSRPAuth, ["USERNAME": "noone", "SRP_A": key])
        #expect(other.challengeParameters?["SALT"] != salts[0])
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.signInWithSRP("nobody")
        }
        await expectRefusal("NotAuthorizedException", Self.wrongCredentials) {
            try await under.signInWithPassword("nobody")
        }
    }

    @Test("a client that does not hide users says that there is none")
    func legacyClient() async throws {
        let client = try await under.makeClient { $0.preventUserExistenceErrors = .legacy }
        let clientID = try #require(client.clientID?.value)
        await expectRefusal("UserNotFoundException", "User does not exist.") {
            try await under.initiate(.userPasswordAuth, ["USERNAME": "nobody", "PASSWORD": "x"], clientID: clientID)
        }
        await expectRefusal("UserNotFoundException", "User does not exist.") {
            try await under.initiate(.userSRPAuth, ["USERNAME": "nobody", "SRP_A": "2"], clientID: clientID)
        }
    }
}
