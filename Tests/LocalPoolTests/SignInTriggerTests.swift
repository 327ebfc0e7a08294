import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("Triggers of sign-ins") struct SignInTriggerTests {
    private static let refusing = ClosureTrigger { _ in throw TriggerFailure.no }

    private static func under(_ triggers: [TriggerKind: any TriggerHandler]) async throws -> PoolUnderTest {
        let under = try PoolUnderTest()
        try await under.makeUser()
        for (kind, trigger) in triggers {
            try await under.pool.setTrigger(trigger, for: kind, poolID: PoolUnderTest.poolID)
        }
        return under
    }

    @Test("PreAuthentication is asked first, of hidden users too, and may refuse")
    func preAuthentication() async throws {
        let trigger = RecordingTrigger()
        let under = try await Self.under([.preAuthentication: trigger])
        _ = try await under.tokens()
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword("nobody") }
        #expect(trigger.events.allSatisfy { $0["triggerSource"]?.string == "PreAuthentication_Authentication" })
        #expect(trigger.events.map { $0["request"]?.object?["userNotFound"]?.bool } == [false, true])
        let known = trigger.events.first?["request"]?.object?["userAttributes"]?.object
        #expect(known?["cognito:user_status"]?.string == "CONFIRMED" && known?["sub"] != nil)
        #expect(trigger.events.last?["request"]?.object?["userAttributes"]?.object?.members.isEmpty == true)
        try await under.pool.setTrigger(Self.refusing, for: .preAuthentication, poolID: PoolUnderTest.poolID)
        await expectRefusal("UserLambdaValidationException", "PreAuthentication failed with error not today.") {
            try await under.signInWithPassword()
        }
    }

    @Test("PostAuthentication is told at the end, and may refuse the tokens")
    func postAuthentication() async throws {
        let trigger = RecordingTrigger()
        let under = try await Self.under([.postAuthentication: trigger])
        await expectRefusal("NotAuthorizedException") { try await under.signInWithPassword(password: "wrong") }
        #expect(trigger.events.isEmpty)
        _ = try await under.signInWithSRP()
        #expect(trigger.events.count == 1)
        #expect(trigger.events.first?["request"]?.object?["newDeviceUsed"]?.bool == false)
        try await under.pool.setTrigger(Self.refusing, for: .postAuthentication, poolID: PoolUnderTest.poolID)
        await expectRefusal("UserLambdaValidationException", "PostAuthentication failed with error not today.") {
            try await under.signInWithSRP()
        }
    }

    @Test("a user is brought along at the first sign-in, and is there from then on")
    func migration() async throws {
        let attributes = JSONObject().setting("email", to: .string("bob@example.com"))
            .setting("email_verified", to: .string("true"))
        let trigger = RecordingTrigger { event in
            event.responding(["userAttributes": .object(attributes), "messageAction": .string("SUPPRESS")])
        }
        let under = try await Self.under([.userMigration: trigger])
        _ = try await under.tokens("bob", password: "weak")
        _ = try await under.tokens("bob", password: "weak")
        #expect(trigger.events.count == 1)
        #expect(trigger.events.first?["triggerSource"]?.string == "UserMigration_Authentication")
        #expect(trigger.events.first?["request"]?.object?["password"]?.string == "weak")
        let log = under.pool.triggerLog(poolID: PoolUnderTest.poolID)
        #expect(log.first?.event["request"]?.object?["password"]?.string == "<redacted>")
        #expect(try await under.adminProfile(of: "bob").userStatus == .confirmed)
    }

    @Test("a user whose password is forgotten is brought along too, with a verified address")
    func migrationWithoutPassword() async throws {
        let attributes = JSONObject().setting("email", to: .string("bob@example.com"))
            .setting("email_verified", to: .string("true"))
        let trigger = RecordingTrigger { $0.responding(["userAttributes": .object(attributes)]) }
        let under = try await Self.under([.userMigration: trigger])
        let answer = try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "bob")
        )
        #expect(answer.codeDeliveryDetails?.destination == "b***@e***")
        #expect(trigger.events.first?["triggerSource"]?.string == "UserMigration_ForgotPassword")
        #expect(trigger.events.first?["request"]?.object?["password"]?.isNull == true)
        #expect(try await under.code(for: "bob").count == 6)
    }

    @Test("a migration that is refused looks like a wrong password where users are hidden")
    func refusedMigration() async throws {
        let under = try await Self.under([.userMigration: Self.refusing])
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await under.signInWithPassword("bob")
        }
        let legacy = try #require(try await under.makeClient().clientID?.value)
        await expectRefusal("UserLambdaValidationException", "UserMigration failed with error not today.") {
            try await under.initiate(
                .userPasswordAuth,
                ["USERNAME": "bob", "PASSWORD": PoolUnderTest.password],
                clientID: legacy
            )
        }
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "bob") }
    }
}

@Suite("The triggers of a custom sign-in") struct CustomChallengeTests {
    /// Three tries, the answer is 42.
    private static func under() async throws -> (PoolUnderTest, RecordingTrigger) {
        let under = try PoolUnderTest()
        try await under.makeUser()
        let define = RecordingTrigger { event in
            let session = event["request"]?.object?["session"]?.array ?? []
            if session.last?.object?["challengeResult"]?.bool == true {
                return event.responding(["issueTokens": .bool(true)])
            }
            guard session.count < 3 else { return event.responding(["failAuthentication": .bool(true)]) }
            return event.responding(["challengeName": .string("CUSTOM_CHALLENGE")])
        }
        let triggers: [TriggerKind: any TriggerHandler] = [
            .defineAuthChallenge: define,
            .createAuthChallenge: ClosureTrigger { event in
                event.responding([
                    "publicChallengeParameters": .object(JSONObject().setting("question", to: .string("6x7"))),
                    "privateChallengeParameters": .object(JSONObject().setting("answer", to: .string("42"))),
                    "challengeMetadata": .string("SUM"),
                ])
            },
            .verifyAuthChallengeResponse: ClosureTrigger { event in
                let request = event["request"]?.object
                let expected = request?["privateChallengeParameters"]?.object?["answer"]
                return event.responding(["answerCorrect": .bool(request?["challengeAnswer"] == expected)])
            },
        ]
        for (kind, trigger) in triggers {
            try await under.pool.setTrigger(trigger, for: kind, poolID: PoolUnderTest.poolID)
        }
        return (under, define)
    }

    private static func answer(
        _ text: String,
        _ session: Sensitive<String>?,
        _ under: PoolUnderTest
    ) async throws -> RespondToAuthChallengeResponse {
        try await under.respond(.customChallenge, ["USERNAME": "alice", "ANSWER": text], session: session)
    }

    @Test("a wrong answer leads to another challenge, a right one to tokens")
    func answers() async throws {
        let (under, define) = try await Self.under()
        let first = try await under.initiate(.customAuth, ["USERNAME": "alice"])
        #expect(first.challengeName == .customChallenge && first.challengeParameters?["question"] == "6x7")
        #expect(first.challengeParameters?["answer"] == nil)
        let second = try await Self.answer("41", first.session, under)
        #expect(second.challengeName == .customChallenge)
        #expect(try await Self.answer("42", second.session, under).authenticationResult != nil)
        let session = define.events.last?["request"]?.object?["session"]
        #expect(
            session?.text
                == #"[{"challengeName":"CUSTOM_CHALLENGE","challengeResult":false,"challengeMetadata":"SUM"},"#
                + #"{"challengeName":"CUSTOM_CHALLENGE","challengeResult":true,"challengeMetadata":"SUM"}]"#
        )
        let log = under.pool.triggerLog(poolID: PoolUnderTest.poolID)
        #expect(!log.contains { $0.event.text.contains("42") || $0.answer?.text.contains("42") == true })
    }

    @Test("after three wrong answers the sign-in has failed")
    func failed() async throws {
        let (under, _) = try await Self.under()
        var session = try await under.initiate(.customAuth, ["USERNAME": "alice"]).session
        for _ in 0..<2 { session = try await Self.answer("0", session, under).session }
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await Self.answer("0", session, under)
        }
        await expectRefusal("NotAuthorizedException") { try await Self.answer("42", session, under) }
    }

    @Test(
        "without a trigger for the next step, or without a decision, there is no sign-in",
        arguments: [TriggerKind.createAuthChallenge, .defineAuthChallenge, .verifyAuthChallengeResponse]
    )
    func missing(kind: TriggerKind) async throws {
        let (under, _) = try await Self.under()
        let session = try await under.initiate(.customAuth, ["USERNAME": "alice"]).session
        try await under.pool.setTrigger(
            ClosureTrigger { $0.responding(["issueTokens": .string("yes"), "answerCorrect": .null]) },
            for: kind,
            poolID: PoolUnderTest.poolID
        )
        if kind != .createAuthChallenge {
            await expectRefusal("InvalidLambdaResponseException") { try await Self.answer("42", session, under) }
        }
        try await under.pool.setTrigger(nil, for: kind, poolID: PoolUnderTest.poolID)
        switch kind {
        case .createAuthChallenge:
            let message = "CreateAuthChallenge invocation failed due to configuration."
            await expectRefusal("UnexpectedLambdaException", message) {
                try await under.initiate(.customAuth, ["USERNAME": "alice"])
            }
        case .defineAuthChallenge:
            await expectRefusal("InvalidParameterException") {
                try await under.initiate(.customAuth, ["USERNAME": "alice"])
            }
        default:
            let next = try await under.initiate(.customAuth, ["USERNAME": "alice"]).session
            await expectRefusal("UnexpectedLambdaException") { try await Self.answer("42", next, under) }
        }
    }
}

@Suite("The token trigger") struct TokenTriggerTests {
    private static func claims(
        _ kind: TriggerKind,
        _ response: String
    ) async throws -> (identity: [String: WireDocument], access: [String: WireDocument], event: JSONObject?) {
        let answer = try #require(JSONReader().read(Array(response.utf8)).object)
        let trigger = RecordingTrigger { $0.setting("response", to: .object(answer)) }
        let under = try PoolUnderTest { $0.triggers = [kind: trigger] }
        try await under.makeUser()
        try await under.makeGroup("readers", role: "reader")
        try await under.add("alice", to: "readers")
        let tokens = try await under.tokens()
        return (
            try Token(#require(tokens.idToken?.value)).claims, try Token(#require(tokens.accessToken?.value)).claims,
            trigger.events.first
        )
    }

    @Test("V1_0 changes the id token, and none of the claims that are the pool's own")
    func first() async throws {
        let (identity, access, event) = try await Self.claims(
            .preTokenGeneration,
            #"""
            {"claimsOverrideDetails":{"claimsToAddOrOverride":{"shop":"north","sub":"eve","aud":"eve","email":"x@y.z"},
            "claimsToSuppress":["email_verified","iss"],
            "groupOverrideDetails":{"groupsToOverride":["writers"],"iamRolesToOverride":["arn:w"],"preferredRole":"arn:w"}}}
            """#
        )
        #expect(identity["shop"] == .string("north") && identity["email"] == .string("x@y.z"))
        #expect(identity["sub"] != .string("eve") && identity["aud"] == .string(PoolUnderTest.clientID))
        #expect(identity["email_verified"] == nil && identity["iss"] != nil)
        #expect(identity["cognito:groups"] == .array([.string("writers")]))
        #expect(identity["cognito:roles"] == .array([.string("arn:w")]))
        #expect(identity["cognito:preferred_role"] == .string("arn:w"))
        #expect(access["shop"] == nil && access["cognito:groups"] == .array([.string("writers")]))
        #expect(event?["version"]?.string == "1" && event?["request"]?.object?["scopes"] == nil)
        #expect(event?["triggerSource"]?.string == "TokenGeneration_Authentication")
        #expect(
            event?["request"]?.object?["groupConfiguration"]?.text
                == #"{"groupsToOverride":["readers"],"iamRolesToOverride":["arn:aws:iam::123456789012:role/reader"],"#
                + #""preferredRole":"arn:aws:iam::123456789012:role/reader"}"#
        )
    }

    @Test("V2_0 and V3_0 change both tokens and the scopes", arguments: ["2", "3"])
    func later(version: String) async throws {
        let kind = version == "2" ? TriggerKind.preTokenGenerationV2 : .preTokenGenerationV3
        let (identity, access, event) = try await Self.claims(
            kind,
            #"""
            {"claimsAndScopeOverrideDetails":{
            "idTokenGeneration":{"claimsToAddOrOverride":{"shops":["north",1,{"a":true}]}},
            "accessTokenGeneration":{"claimsToAddOrOverride":{"level":7,"client_id":"eve","aud":"eve"},
            "scopesToAdd":["shop/read"],"scopesToSuppress":["aws.cognito.signin.user.admin"]}}}
            """#
        )
        #expect(
            identity["shops"] == .array([.string("north"), .integer(1), .object(["a": .bool(true)])])
        )
        #expect(access["level"] == .integer(7) && access["client_id"] == .string(PoolUnderTest.clientID))
        #expect(access["aud"] == nil && access["scope"] == .string("shop/read") && identity["level"] == nil)
        #expect(event?["version"]?.string == version)
        #expect(event?["request"]?.object?["scopes"]?.text == #"["aws.cognito.signin.user.admin"]"#)
    }

    @Test(
        "an answer of another form, and a refusal, cost the tokens",
        arguments: [
            (TriggerKind.preTokenGeneration, #"{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":["b"]}}}"#),
            (.preTokenGeneration, #"{"claimsOverrideDetails":"x"}"#),
            (
                .preTokenGenerationV2,
                #"{"claimsAndScopeOverrideDetails":{"accessTokenGeneration":{"scopesToAdd":["a b"]}}}"#
            ),
        ]
    )
    func refused(kind: TriggerKind, response: String) async throws {
        await expectRefusal("InvalidLambdaResponseException", "Unrecognizable lambda output") {
            try await Self.claims(kind, response)
        }
        let under = try PoolUnderTest { $0.triggers = [kind: ClosureTrigger { _ in throw TriggerFailure.no }] }
        try await under.makeUser()
        await expectRefusal("UserLambdaValidationException", "PreTokenGeneration failed with error not today.") {
            try await under.tokens()
        }
    }

    @Test("a refresh asks again, and a pool has one version at most")
    func refresh() async throws {
        let old = RecordingTrigger()
        let new = RecordingTrigger()
        let under = try PoolUnderTest { $0.triggers = [.preTokenGeneration: old] }
        try await under.makeUser()
        try await under.pool.setTrigger(new, for: .preTokenGenerationV2, poolID: PoolUnderTest.poolID)
        let token = try #require(try await under.tokens().refreshToken?.value)
        _ = try await under.initiate(.refreshTokenAuth, ["REFRESH_TOKEN": token])
        #expect(old.events.isEmpty)
        #expect(
            new.events.map { $0["triggerSource"]?.string } == [
                "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens",
            ]
        )
    }
}
