import CognitoWire
import Testing

@Suite("Constraints of the model") struct ConstraintTests {
    private let signUp = SignUpRequest(
        clientID: "1example23456789",
        username: "alice",
        password: "correct-horse",
        userAttributes: [AttributeType(name: "email", value: "alice@example.com")]
    )

    @Test("what the model allows breaks nothing")
    func accepted() {
        #expect(signUp.constraintViolations() == [])
        #expect(ListUserPoolsRequest(maxResults: 60).constraintViolations() == [])
        #expect(WireEmpty().constraintViolations() == [])
    }

    @Test("each kind of constraint is seen, with its place")
    func refused() {
        var request = signUp
        request.clientID = "not a client id"
        request.username = ""
        request.password = Sensitive("white space" + String(repeating: "a", count: 300))
        request.userAttributes = [AttributeType(name: "email"), AttributeType(name: String(repeating: "n", count: 33))]
        let violations = request.constraintViolations()
        #expect(
            violations.map(\.description) == [
                #"ClientId must match the pattern [\w+]+"#,
                "Password must have at most 256 characters",
                "UserAttributes[1].Name must have at most 32 characters",
                "Username must have at least 1 character",
                #"Username must match the pattern [\p{L}\p{M}\p{S}\p{N}\p{P}]+"#,
            ]
        )
    }

    @Test("numbers have bounds", arguments: [(0, WireConstraintViolation.Kind.tooSmall), (61, .tooLarge)])
    func numbers(value: Int, kind: WireConstraintViolation.Kind) {
        let violations = ListUserPoolsRequest(maxResults: value).constraintViolations()
        #expect(violations.map(\.kind) == [kind])
        #expect(violations.map(\.path) == ["MaxResults"])
    }

    @Test("lists, maps and blobs are counted")
    func entries() {
        let empty = IdentityPools.DeleteIdentitiesInput(identityIDsToDelete: [])
        #expect(empty.constraintViolations().map(\.kind) == [.tooShort])
        let image = SetUICustomizationRequest(
            userPoolID: "eu-west-1_AbCdEfGhI",
            imageFile: WireBlob(Array(repeating: 0, count: 131_073))
        )
        #expect(image.constraintViolations().map(\.description) == ["ImageFile must have at most 131072 bytes"])
        let tags = TagResourceRequest(resourceARN: "arn:aws:cognito-idp:eu-west-1:1:userpool/x", tags: ["": "v"])
        #expect(tags.constraintViolations().map(\.path) == ["Tags."])
    }

    @Test("lengths count Unicode scalars")
    func scalars() {
        var request = signUp
        request.username = Sensitive(String(repeating: "e\u{301}", count: 64))
        #expect(request.constraintViolations() == [])
        request.username = Sensitive(String(repeating: "e\u{301}", count: 65))
        #expect(request.constraintViolations().map(\.kind) == [.tooLong])
    }
}
