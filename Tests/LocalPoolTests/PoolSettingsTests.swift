import ByteCoding
import CognitoJWTSigning
import CognitoWire
import CryptoPrimitives
import HTTPTransport
import LocalPool
import Testing

@Suite("Settings of pools") struct PoolSettingsTests {
    private static let sms = SmsConfigurationType(snsCallerARN: "arn:aws:iam::000000000000:role/messages")
    private let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a new pool has the service's defaults, and the same when it is described")
    func defaults() async throws {
        let made = try await under.makePool()
        #expect(made.id?.wholeMatch(of: #/local_[0-9A-Za-z]{9}/#) != nil)
        #expect(made.arn == "arn:aws:cognito-idp:local:000000000000:userpool/\(made.id ?? "")")
        #expect(made.mfaConfiguration == .off && made.deletionProtection == .inactive)
        #expect(made.userPoolTier == .essentials && made.estimatedNumberOfUsers == 0)
        #expect(made.policies?.passwordPolicy?.minimumLength == 8)
        #expect(made.policies?.passwordPolicy?.temporaryPasswordValidityDays == 7)
        #expect(made.policies?.signInPolicy?.allowedFirstAuthFactors == [.password])
        #expect(made.emailConfiguration?.emailSendingAccount == .cognitoDefault)
        #expect(made.verificationMessageTemplate?.defaultEmailOption == .confirmWithCode)
        #expect(made.adminCreateUserConfig?.allowAdminCreateUserOnly == false)
        #expect(made.accountRecoverySetting == nil && made.autoVerifiedAttributes == nil)
        let birthdate = made.schemaAttributes?.first { $0.name == "birthdate" }
        #expect(birthdate?.stringAttributeConstraints?.maxLength == "10" && made.schemaAttributes?.count == 21)
        let described = try await under.describePool(made.id)
        #expect(try WireCoder().encode(described) == WireCoder().encode(made))
    }

    @Test("a new pool signs with keys of its own, and its users sign in")
    func signIn() async throws {
        let made = try await under.makePool {
            $0.schema = [
                SchemaAttributeType(name: "email", required: true),
                SchemaAttributeType(attributeDataType: .string, name: "team"),
            ]
        }
        let id = try #require(made.id)
        let client = try await under.makeClient { $0.userPoolID = id }
        let clientID = try #require(client.clientID?.value)
        await expectRefusal(
            "InvalidParameterException",
            "Attributes did not conform to the schema: email: The attribute is required\n"
        ) { try await under.signUp(attributes: ["custom:team": "red"], clientID: clientID) }
        try await under.signUp(attributes: ["email": "a@example.com", "custom:team": "red"], clientID: clientID)
        try await under.call(AdminConfirmSignUp.self, AdminConfirmSignUpRequest(userPoolID: id, username: "alice"))
        let result = try await under.initiate(
            .userPasswordAuth,
            ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password],
            clientID: clientID
        ).authenticationResult
        let profile = try await under.profile(result?.accessToken)
        #expect(profile.userAttributes.contains { $0.name == "custom:team" && $0.value?.value == "red" })
        #expect(try await under.document("/\(id)/.well-known/jwks.json").status == 200)
    }

    @Test("settings that contradict each other are refused", arguments: Contradiction.all)
    func contradictions(_ contradiction: Contradiction) async throws {
        await expectRefusal("InvalidParameterException", contradiction.message) {
            try await under.makePool("bad", contradiction.change)
        }
        let list = try await under.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(list.userPools?.count == 1)
    }

    @Test("what the tier does not have is refused")
    func tiers() async throws {
        await expectRefusal("FeatureUnavailableInTierException") {
            try await under.makePool {
                $0.userPoolTier = .lite
                $0.policies = .init(passwordPolicy: .init(passwordHistorySize: 3))
            }
        }
        await expectRefusal("FeatureUnavailableInTierException") {
            try await under.makePool { $0.userPoolAddOns = .init(advancedSecurityMode: .enforced) }
        }
        let plus = try await under.makePool {
            $0.userPoolTier = .plus
            $0.userPoolAddOns = .init(advancedSecurityMode: .enforced)
            $0.policies = .init(passwordPolicy: .init(passwordHistorySize: 3))
        }
        #expect(plus.policies?.passwordPolicy?.passwordHistorySize == 3)
    }

    @Test("the model's bounds hold", arguments: [5, 100])
    func bounds(length: Int) async throws {
        await expectRefusal("InvalidParameterException") {
            try await under.makePool { $0.policies = .init(passwordPolicy: .init(minimumLength: length)) }
        }
    }

    @Test("a change sets what it leaves out to its default, but for what is fixed")
    func update() async throws {
        let made = try await under.makePool {
            $0.autoVerifiedAttributes = [.email]
            $0.aliasAttributes = [.email]
            $0.lambdaConfig = .init(preSignUp: "arn:aws:lambda:local:000000000000:function:check")
            $0.policies = .init(passwordPolicy: .init(minimumLength: 12))
            $0.deviceConfiguration = .init(challengeRequiredOnNewDevice: true)
            $0.schema = [SchemaAttributeType(attributeDataType: .string, name: "team")]
            $0.usernameConfiguration = .init(caseSensitive: false)
            $0.userPoolTags = ["team": "red"]
        }
        under.clock.advance(by: .seconds(5))
        try await under.updatePool(made.id) { $0.autoVerifiedAttributes = [.email] }
        let changed = try await under.describePool(made.id)
        #expect(changed.policies?.passwordPolicy?.minimumLength == 8 && changed.lambdaConfig?.preSignUp == nil)
        #expect(changed.deviceConfiguration == nil && changed.autoVerifiedAttributes == [.email])
        #expect(changed.aliasAttributes == [.email] && changed.usernameConfiguration?.caseSensitive == false)
        #expect(changed.schemaAttributes?.last?.name == "custom:team" && changed.userPoolTags == ["team": "red"])
        #expect(changed.name == "another" && changed.creationDate == made.creationDate)
        #expect(changed.lastModifiedDate == under.clock.now)
    }

    @Test("a change that is refused changes nothing")
    func refusedUpdate() async throws {
        let before = try await under.describePool(PoolUnderTest.poolID)
        await expectRefusal("InvalidParameterException") {
            try await under.updatePool(PoolUnderTest.poolID) { $0.autoVerifiedAttributes = [.phoneNumber] }
        }
        let after = try await under.describePool(PoolUnderTest.poolID)
        #expect(try WireCoder().encode(after) == WireCoder().encode(before))
        await expectRefusal("ResourceNotFoundException") { try await under.updatePool("local_None") }
    }

    @Test("a pool goes with all that it has, unless it is protected or has a domain")
    func deletion() async throws {
        let id = try #require(try await under.makePool { $0.deletionProtection = .active }.id)
        let delete = DeleteUserPoolRequest(userPoolID: id)
        await expectRefusal(
            "InvalidParameterException",
            "The user pool cannot be deleted because deletion protection is activated. "
                + "Deletion protection must be inactivated first."
        ) { try await under.call(DeleteUserPool.self, delete) }
        try await under.updatePool(id)
        try await under.call(
            CreateUserPoolDomain.self,
            CreateUserPoolDomainRequest(domain: "ours", userPoolID: id)
        )
        await expectRefusal(
            "InvalidParameterException",
            "User pool cannot be deleted. It has a domain configured that should be deleted first."
        ) { try await under.call(DeleteUserPool.self, delete) }
        try await under.call(
            DeleteUserPoolDomain.self,
            DeleteUserPoolDomainRequest(domain: "ours", userPoolID: id)
        )
        let client = try await under.makeClient { $0.userPoolID = id }
        try await under.call(DeleteUserPool.self, delete)
        await expectRefusal("ResourceNotFoundException") { try await under.describePool(id) }
        await expectRefusal("ResourceNotFoundException") {
            try await under.signUp(clientID: #require(client.clientID?.value))
        }
        #expect(try await under.document("/\(id)/.well-known/jwks.json").status == 404)
    }

    @Test("a tag gives a pool its id, if nobody has it")
    func customID() async throws {
        let made = try await under.makePool { $0.userPoolTags = ["_custom_id_": "eu-west-1_Fixed1"] }
        #expect(made.id == "eu-west-1_Fixed1" && made.arn?.contains(":eu-west-1:") == true)
        for id in ["eu-west-1_Fixed1", "two_under_scores", "none", ""] {
            await expectRefusal("InvalidParameterException") {
                try await under.makePool { $0.userPoolTags = ["_custom_id_": id] }
            }
        }
    }

    @Test("a pool that comes back under its id has keys of its own")
    func keysOfReturnedPool() async throws {
        let under = try PoolUnderTest { $0.signingKeys = Array(PoolUnderTest.signingKeys.prefix(1)) }
        let path = "/local_Back/.well-known/jwks.json"
        var documents: [[UInt8]] = []
        for _ in 0..<2 {
            let made = try await under.makePool { $0.userPoolTags = ["_custom_id_": "local_Back"] }
            documents.append(try await under.document(path).body)
            try await under.call(DeleteUserPool.self, DeleteUserPoolRequest(userPoolID: #require(made.id)))
        }
        #expect(documents.first != documents.last)
    }

    @Test("custom attributes are added, each name once")
    func customAttributes() async throws {
        let attribute = SchemaAttributeType(attributeDataType: .number, name: "level")
        let request = AddCustomAttributesRequest(customAttributes: [attribute], userPoolID: PoolUnderTest.poolID)
        try await under.call(AddCustomAttributes.self, request)
        let last = try await under.describePool(PoolUnderTest.poolID).schemaAttributes?.last
        #expect(last?.name == "custom:level" && last?.mutable == true && last?.required == false)
        await expectRefusal(
            "InvalidParameterException",
            "custom:level: Existing attribute already has name custom:level."
        ) { try await under.call(AddCustomAttributes.self, request) }
        try await under.signUp(attributes: ["custom:level": "3"])
        await expectRefusal("InvalidParameterException") {
            try await under.signUp("bob", attributes: ["custom:level": "high"])
        }
    }

    @Test("factors are set anew each time, and agree with whether they are asked for")
    func factors() async throws {
        let made = try await under.makePool()
        await expectRefusal(
            "InvalidParameterException",
            "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
        ) {
            try await under.setFactors(made.id) { $0.softwareTokenMFAConfiguration = .init(enabled: true) }
        }
        await expectRefusal(
            "InvalidParameterException",
            "Invalid MFA configuration given, can't disable all MFAs and require MFA configuration."
        ) { try await under.setFactors(made.id) { $0.mfaConfiguration = .on } }
        await expectRefusal("InvalidParameterException") {
            try await under.setFactors(made.id) {
                $0.mfaConfiguration = .on
                $0.smsMFAConfiguration = .init()
            }
        }
        await expectRefusal("InvalidParameterException", "Email MFA requires EmailSendingAccount to be DEVELOPER") {
            try await under.setFactors(made.id) {
                $0.mfaConfiguration = .optional
                $0.emailMFAConfiguration = .init()
            }
        }
        let set = try await under.setFactors(made.id) {
            $0.mfaConfiguration = .on
            $0.softwareTokenMFAConfiguration = .init(enabled: true)
            $0.smsMFAConfiguration = .init(smsAuthenticationMessage: "Code {####}", smsConfiguration: Self.sms)
            $0.webAuthnConfiguration = .init(relyingPartyID: "example.com", userVerification: .required)
        }
        let got = try await under.call(
            GetUserPoolMfaConfig.self,
            GetUserPoolMfaConfigRequest(userPoolID: #require(made.id))
        )
        #expect(try WireCoder().encode(set) == WireCoder().encode(got))
        #expect(got.smsMFAConfiguration?.smsAuthenticationMessage == "Code {####}")
        #expect(got.webAuthnConfiguration?.relyingPartyID == "example.com")
        #expect(try await under.describePool(made.id).mfaConfiguration == .on)
        // A change of the pool that keeps MFA keeps the factors that still can be.
        try await under.updatePool(made.id) { $0.mfaConfiguration = .on }
        let after = try await under.call(
            GetUserPoolMfaConfig.self,
            GetUserPoolMfaConfigRequest(userPoolID: #require(made.id))
        )
        #expect(after.softwareTokenMFAConfiguration?.enabled == true && after.smsMFAConfiguration == nil)
    }

    @Test("a pool that asks for no second factor has none to show")
    func noFactors() async throws {
        let id = try #require(try await under.makePool().id)
        let got = try await under.call(GetUserPoolMfaConfig.self, GetUserPoolMfaConfigRequest(userPoolID: id))
        #expect(try String(decoding: WireCoder().encode(got), as: UTF8.self) == "{\"MfaConfiguration\":\"OFF\"}")
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(GetUserPoolMfaConfig.self, GetUserPoolMfaConfigRequest(userPoolID: "local_None"))
        }
    }

    @Test("messages stand at both of their places, and may not differ there")
    func messages() async throws {
        let made = try await under.makePool { $0.emailVerificationMessage = "Your code: {####}" }
        #expect(made.verificationMessageTemplate?.emailMessage == "Your code: {####}")
        await expectRefusal("InvalidParameterException") {
            try await under.makePool {
                $0.emailVerificationMessage = "Your code: {####}"
                $0.verificationMessageTemplate = .init(emailMessage: "Other: {####}")
            }
        }
        await expectRefusal("InvalidParameterException") {
            try await under.makePool { $0.emailVerificationMessage = "Without any code" }
        }
    }

    @Test("where administrators alone make users, nobody signs up, and invitations last as long as the pool says")
    func administratorsOnly() async throws {
        let id = try #require(
            try await under.makePool {
                $0.adminCreateUserConfig = .init(allowAdminCreateUserOnly: true)
                $0.policies = .init(passwordPolicy: .init(minimumLength: 40, temporaryPasswordValidityDays: 2))
            }.id
        )
        let client = try await under.makeClient { $0.userPoolID = id }
        let clientID = try #require(client.clientID?.value)
        await expectRefusal("NotAuthorizedException", "SignUp is not permitted for this user pool") {
            try await under.signUp(clientID: clientID)
        }
        try await under.createUser { $0.userPoolID = id }
        let parameters = ["USERNAME": "bob", "PASSWORD": try await under.code(for: "bob")]
        under.clock.advance(by: .seconds(2 * 86_400 - 1))
        let step = try await under.initiate(.userPasswordAuth, parameters, clientID: clientID)
        #expect(step.challengeName == .newPasswordRequired)
        under.clock.advance(by: .seconds(1))
        await expectRefusal("NotAuthorizedException") {
            try await under.initiate(.userPasswordAuth, parameters, clientID: clientID)
        }
    }

    @Test("tags are put on, listed and taken away")
    func tags() async throws {
        let arn = try #require(try await under.describePool(PoolUnderTest.poolID).arn)
        try await under.call(TagResource.self, TagResourceRequest(resourceARN: arn, tags: ["a": "1", "b": "2"]))
        try await under.call(UntagResource.self, UntagResourceRequest(resourceARN: arn, tagKeys: ["a", "none"]))
        let list = ListTagsForResourceRequest(resourceARN: arn)
        #expect(try await under.call(ListTagsForResource.self, list).tags == ["b": "2"])
        #expect(try await under.describePool(PoolUnderTest.poolID).userPoolTags == ["b": "2"])
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(
                ListTagsForResource.self,
                ListTagsForResourceRequest(resourceARN: arn.replacing("AbCdEfGhI", with: "Other"))
            )
        }
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                TagResource.self,
                TagResourceRequest(resourceARN: "arn:aws:s3:local:000000000000:bucket/one", tags: ["a": "1"])
            )
        }
        await expectRefusal("InvalidParameterException", "A user pool has at most 50 tags") {
            let tags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("t\($0)", "") })
            return try await under.call(TagResource.self, TagResourceRequest(resourceARN: arn, tags: tags))
        }
    }

    @Test("the signing certificate is the same each time, and holds the pool's key")
    func certificate() async throws {
        let request = GetSigningCertificateRequest(userPoolID: PoolUnderTest.poolID)
        let first = try await under.call(GetSigningCertificate.self, request).certificate
        under.clock.advance(by: .seconds(86_400))
        let second = try await under.call(GetSigningCertificate.self, request).certificate
        let der = try Base64.decode(#require(first))
        let publicKey = try #require(PoolUnderTest.signingKeys.first).publicKey
        let key = try publicKey.subjectPublicKeyInfo()
        #expect(first == second && der.first == 0x30)
        #expect(der.indices.contains { der[$0...].starts(with: key) })
        // Behind the outer header stands what is signed, with a length of two bytes; at the end, the signature.
        let length = 4 + Int(der[6]) << 8 + Int(der[7])
        #expect(try publicKey.isValidSignature(Array(der.suffix(256)), for: Array(der[4..<4 + length])))
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(GetSigningCertificate.self, GetSigningCertificateRequest(userPoolID: "local_None"))
        }
    }
}
