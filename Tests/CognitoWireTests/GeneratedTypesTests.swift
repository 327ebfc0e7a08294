import ByteCoding
import CognitoWire
import Testing

@Suite("Generated types") struct GeneratedTypesTests {
    private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws(WireError) -> Value {
        try WireCoder().decode(type, from: Array(json.utf8))
    }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoder().encode(value), as: UTF8.self)
    }

    @Test("a value unknown to an enumeration decodes, compares and encodes")
    func unknownValue() throws {
        let answer = try decode(InitiateAuth.Output.self, #"{"ChallengeName":"RETINA_SCAN","Session":"abc"}"#)
        #expect(answer.challengeName == ChallengeNameType(rawValue: "RETINA_SCAN"))
        #expect(try json(answer) == #"{"ChallengeName":"RETINA_SCAN","Session":"abc"}"#)
        #expect(!ChallengeNameType.known.contains(ChallengeNameType(rawValue: "RETINA_SCAN")))
    }

    @Test("a value that the model lists has a name")
    func knownValue() throws {
        let answer = try decode(InitiateAuth.Output.self, #"{"ChallengeName":"PASSWORD_VERIFIER"}"#)
        #expect(answer.challengeName == .passwordVerifier)
        #expect(ChallengeNameType.known.contains(.passwordVerifier))
        #expect("\(ChallengeNameType.passwordVerifier)" == "PASSWORD_VERIFIER")
    }

    @Test("an unknown member is skipped, a null one is absent")
    func unknownMember() throws {
        let answer = try decode(
            SignUp.Output.self,
            #"{"UserConfirmed":false,"UserSub":"s","Session":null,"Future":{"Deep":[null]}}"#
        )
        #expect(answer.userSub == "s")
        #expect(answer.session == nil)
    }

    @Test("a missing required member is named", arguments: ["{}", #"{"UserConfirmed":false,"UserSub":null}"#])
    func missingMember(body: String) {
        let error = #expect(throws: WireError.self) { try decode(SignUp.Output.self, body) }
        #expect(error?.code == .missingMember)
        #expect(["UserConfirmed", "UserSub"].contains(error?.path))
    }

    @Test("a document keeps the shape that it has")
    func document() throws {
        let text =
            #"{"CredentialCreationOptions":{"challenge":"AQI","excludeCredentials":[],"timeout":60000,"x":null,"y":1.5}}"#
        let answer = try decode(StartWebAuthnRegistration.Output.self, text)
        #expect(answer.credentialCreationOptions["challenge"]?.string == "AQI")
        #expect(answer.credentialCreationOptions["timeout"] == .integer(60000))
        #expect(try json(answer) == text)
    }

    @Test("times and blobs travel as numbers and base64")
    func timesAndBlobs() throws {
        let text = #"{"CSS":"a{}","ImageFile":"AAEC","UserPoolId":"eu-west-1_AbCdEfGhI"}"#
        let request = try decode(SetUICustomization.Input.self, text)
        #expect(request.imageFile == WireBlob([0, 1, 2]))
        #expect(try json(request) == text)
        let credentials = try decode(
            IdentityPools.GetCredentialsForIdentity.Output.self,
            #"{"Credentials":{"AccessKeyId":"A","SecretKey":"S","Expiration":1700000000.5},"IdentityId":"i"}"#
        )
        #expect(credentials.credentials?.expiration == UnixTime(seconds: 1_700_000_000, milliseconds: 500))
        #expect(credentials.credentials?.secretKey?.value == "S")
    }

    @Test("both ends read what the other wrote")
    func bothEnds() throws {
        let sent = try WireCoder().encode(
            SignUpRequest(
                clientID: "abc",
                username: "alice",
                password: "correct horse",
                userAttributes: [AttributeType(name: "email", value: "a@example.com")]
            )
        )
        let received = try WireCoder().decode(SignUp.Input.self, from: sent)
        #expect(received.userAttributes?.first?.name == "email")
        let answer = try WireCoder().encode(SignUpResponse(userConfirmed: true, userSub: "s"))
        #expect(try WireCoder().decode(SignUp.Output.self, from: answer).userConfirmed)
    }

    @Test("an answer without members may have no body")
    func emptyBody() throws {
        _ = try WireCoder().decode(WireEmpty.self, from: [])
        #expect(try json(WireEmpty()) == "{}")
        #expect(DeleteUser.Output.self == WireEmpty.self)
    }
}
