import CognitoWire
import Testing

@Suite("Operations by name") struct WireOperationsTests {
    @Test("every operation of both services is there")
    func complete() {
        #expect(WireOperations.all.count { $0.service == .userPools } == 141)
        #expect(WireOperations.all.count { $0.service == .identityPools } == 23)
        #expect(Set(WireOperations.all.map(\.target)).count == 164)
    }

    @Test("a name finds its operation")
    func named() throws {
        let operation = try #require(WireOperations.named("ListUserPools"))
        #expect(operation.service == .userPools)
        #expect(operation.authentication == .sigV4)
        #expect(operation.target == "AWSCognitoIdentityProviderService.ListUserPools")
        #expect(operation.pagination?.pageSize == "MaxResults")
        #expect(
            operation.members == [
                WireMember("MaxResults", "integer", isRequired: true), WireMember("NextToken", "string"),
            ]
        )
        #expect(WireOperations.named("GetId")?.authentication == WireAuthentication.none)
        #expect(WireOperations.named("Nothing") == nil)
    }

    @Test("a name that both services have is of user pools, unless asked otherwise")
    func shared() {
        #expect(WireOperations.named("TagResource")?.service == .userPools)
        #expect(WireOperations.named("TagResource", in: .identityPools)?.service == .identityPools)
        #expect(WireOperations.named("SignUp", in: .identityPools) == nil)
    }

    @Test(
        "a target finds its operation",
        arguments: [
            ("AWSCognitoIdentityProviderService.InitiateAuth", "InitiateAuth"),
            ("AWSCognitoIdentityService.GetId", "GetId"),
            ("InitiateAuth", nil), ("AWSCognitoIdentityService.InitiateAuth", nil), ("", nil),
        ] as [(String, String?)]
    )
    func targeted(target: String, name: String?) {
        #expect(WireOperations.targeted(target)?.name == name)
    }

    @Test("the operations that a caller without AWS credentials uses need no signature")
    func authentication() {
        let unsigned = WireOperations.all.filter { $0.authentication == .none }
        #expect(unsigned.count == 38)
        for name in ["InitiateAuth", "RespondToAuthChallenge", "SignUp", "GetUser", "RevokeToken"] {
            #expect(unsigned.contains { $0.name == name })
        }
        #expect(!unsigned.contains { $0.name.hasPrefix("Admin") })
    }

    @Test("an empty request lacks what is required, and nothing else is wrong with it", arguments: WireOperations.all)
    func emptyRequest(operation: AnyWireOperation) throws {
        let violations = try operation.constraintViolations(in: [])
        let required = operation.members.filter(\.isRequired).map(\.name)
        #expect(violations.isEmpty == required.isEmpty)
        for violation in violations {
            #expect(violation.kind == .required)
            #expect(required.contains(violation.path))
        }
    }

    @Test("a request is checked without its types")
    func dynamicCheck() throws {
        let operation = try #require(WireOperations.named("ListUserPools"))
        #expect(try operation.constraintViolations(in: Array(#"{"MaxResults":10}"#.utf8)) == [])
        #expect(try operation.constraintViolations(in: Array(#"{"MaxResults":99}"#.utf8)).map(\.kind) == [.tooLarge])
        let error = #expect(throws: WireError.self) {
            try operation.constraintViolations(in: Array(#"{"MaxResults":"ten"}"#.utf8))
        }
        #expect(error?.code == .typeMismatch)
    }
}
