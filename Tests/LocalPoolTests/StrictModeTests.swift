import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Strict and lenient mode") struct StrictModeTests {
    private static let signed =
        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260103/us-east-1/cognito-idp/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=0123"

    private static func strictPool(
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) throws -> PoolUnderTest {
        var under = try PoolUnderTest { configuration in
            configuration.mode = .strict
            change(&configuration)
        }
        under.authorization = signed
        return under
    }

    @Test("a pool is lenient unless it is configured otherwise")
    func modes() throws {
        #expect(try PoolUnderTest().pool.mode == .lenient)
        #expect(try Self.strictPool().pool.mode == .strict)
    }

    @Test(
        "a strict pool wants the form of a signature where the service wants a signature",
        arguments: [
            (nil, "MissingAuthenticationTokenException"),
            ("Bearer abc", "IncompleteSignatureException"), ("", "IncompleteSignatureException"),
            ("AWS4-HMAC-SHA256", "IncompleteSignatureException"),
            (signed.replacing("SignedHeaders=", with: "Headers="), "IncompleteSignatureException"),
            (signed.replacing("Signature=0123", with: "Signature="), "IncompleteSignatureException"),
            (signed.replacing("/aws4_request", with: ""), "IncompleteSignatureException"),
            (signed.replacing("cognito-idp", with: "s3"), "InvalidSignatureException"),
        ] as [(String?, String)]
    )
    func signature(_ authorization: String?, _ code: String) async throws {
        var under = try Self.strictPool()
        let list = ListUserPoolsRequest(maxResults: 1)
        try await under.call(ListUserPools.self, list)
        under.authorization = authorization
        await expectRefusal(code) { try await under.call(ListUserPools.self, list) }
        // What users call needs none, and a lenient pool asks nobody.
        try await under.makeUser()
        var lenient = try PoolUnderTest()
        lenient.authorization = authorization
        try await lenient.call(ListUserPools.self, list)
    }

    @Test("a signature for one service is none for the other")
    func otherService() async throws {
        var under = try Self.strictPool()
        let request = IdentityPools.ListIdentityPoolsInput(maxResults: 1)
        await expectRefusal("InvalidSignatureException") {
            try await under.call(IdentityPools.ListIdentityPools.self, request)
        }
        under.authorization = Self.signed.replacing("cognito-idp", with: "cognito-identity")
        try await under.call(IdentityPools.ListIdentityPools.self, request)
    }

    @Test("a strict pool takes no fixed code")
    func fixedCode() throws {
        let error = #expect(throws: LocalPoolError.self) { try Self.strictPool { $0.fixedCode = "123456" } }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test("a strict pool draws ids by lot, whatever tags and names ask for; a seed may name them")
    func ids() async throws {
        let under = try Self.strictPool()
        let pool = try await under.makePool { $0.userPoolTags = ["_custom_id_": "local_Wanted"] }
        #expect(pool.id != "local_Wanted" && pool.userPoolTags == ["_custom_id_": "local_Wanted"])
        await expectRefusal("InvalidParameterException") {
            try await under.makeClient { $0.clientName = "_custom_id_:wanted" }
        }
        try await under.pool.seed(
            Array(#"{"pools":[{"id":"local_Seeded","name":"seeded","clients":[{"id":"seeded","name":"web"}]}]}"#.utf8)
        )
        #expect(try await under.describePool("local_Seeded").name == "seeded")
        let lenient = try PoolUnderTest()
        #expect(try await lenient.makePool { $0.userPoolTags = ["_custom_id_": "local_Wanted"] }.id == "local_Wanted")
        #expect(try await lenient.makeClient { $0.clientName = "_custom_id_:wanted" }.clientID?.value == "wanted")
    }

    @Test("in a strict pool no user ends what an administrator began", arguments: [PoolMode.lenient, .strict])
    func administratorsSession(_ mode: PoolMode) async throws {
        let under = mode == .strict ? try Self.strictPool() : try PoolUnderTest()
        try await under.makeUser()
        let begun = try await under.call(
            AdminInitiateAuth.self,
            AdminInitiateAuthRequest(
                authFlow: .userAuth,
                clientID: Sensitive(PoolUnderTest.clientID),
                userPoolID: PoolUnderTest.poolID,
                authParameters: ["USERNAME": "alice"]
            )
        )
        let answer = ["USERNAME": "alice", "ANSWER": "PASSWORD", "PASSWORD": PoolUnderTest.password]
        let end = { try await under.respond(.selectChallenge, answer, session: begun.session) }
        if mode == .lenient {
            #expect(try await end().authenticationResult != nil)
        } else {
            await expectRefusal("NotAuthorizedException", "Invalid session for the user.") { try await end() }
        }
    }

    @Test("a strict pool takes a trigger's words for e-mails only where its owner sends them")
    func customMessage() async throws {
        let trigger = ClosureTrigger { $0.responding(["emailMessage": .string("Hello {####}")]) }
        let under = try Self.strictPool { $0.triggers = [.customMessage: trigger] }
        try await under.signUp()
        #expect(try await under.pool.nextCode(for: "alice")?.body.hasPrefix("Hello ") == true)
        try await under.updatePool(PoolUnderTest.poolID) { request in
            request.autoVerifiedAttributes = [VerifiedAttributeType.email]
            request.emailConfiguration = EmailConfigurationType(emailSendingAccount: .cognitoDefault)
        }
        let attributes = ["email": "bob@example.com"]
        await expectRefusal("InvalidLambdaResponseException") { try await under.signUp("bob", attributes: attributes) }
    }

    @Test("each mode has differences of its own, and what holds for both is in each")
    func differences() {
        let (lenient, strict) = (ServiceDifference.known(in: .lenient), ServiceDifference.known(in: .strict))
        #expect(Set(lenient).union(strict) == Set(ServiceDifference.all))
        #expect(lenient.contains { $0.text.contains("fixed code") })
        #expect(!strict.contains { $0.text.contains("fixed code") })
        #expect(strict.contains { $0.mode == .strict } && !lenient.contains { $0.mode == .strict })
        #expect(Set(lenient).intersection(strict).allSatisfy { $0.mode == nil })
    }
}
