import CognitoWire
import HTTPTransport
import HTTPTypes
import LocalPool
import Testing

@Suite("Requests and errors as the service has them") struct WireTests {
    private static let prefix = "AWSCognitoIdentityProviderService"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("an error has the service's status, headers and body")
    func errorShape() async throws {
        let response = await respond(body: #"{"UserPoolId":"local_None"}"#, target: "\(Self.prefix).DescribeUserPool")
        #expect(response.status == .badRequest)
        #expect(response.headers[try #require(.init("x-amzn-errortype"))] == "ResourceNotFoundException:")
        #expect(response.headers[.contentType] == "application/x-amz-json-1.1")
        let id = response.headers[try #require(.init("x-amzn-requestid"))]
        #expect(id?.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil)
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"__type":"ResourceNotFoundException","message":"User pool local_None does not exist."}"#
        )
    }

    @Test("what no model knows is an unknown operation", arguments: ["Nothing.SignUp", "", "\(prefix).Dance"])
    func unknownOperation(_ target: String) async throws {
        await expectRefusal("UnknownOperationException") { try await under.send(target: target, body: []) }
    }

    @Test("what the model knows and the pool does not is refused by name")
    func notOffered() async throws {
        for operation in ["CreateTerms", "DescribeRiskConfiguration"] {
            await expectRefusal("UnsupportedOperationException", "\(operation) is not offered by LocalPool") {
                try await under.send(target: "\(Self.prefix).\(operation)", body: Array("{}".utf8))
            }
        }
    }

    @Test("a body that is no JSON object is refused", arguments: ["{", "[]", "nonsense", #"{"ClientId":1}"#])
    func malformed(_ body: String) async throws {
        await expectRefusal("SerializationException") {
            try await under.send(target: SignUp.target, body: Array(body.utf8))
        }
    }

    @Test("null counts as absent")
    func null() async throws {
        let body = """
            {"ClientId":"\(PoolUnderTest.clientID)","Username":"alice","Password":"Passw0rd!","SecretHash":null,
             "UserAttributes":null,"Unknown":{"a":[null]}}
            """
        #expect(try await under.send(target: SignUp.target, body: Array(body.utf8)).status == 200)
    }

    @Test("a missing or forbidden value is named in the service's way, and never repeated")
    func validation() async throws {
        await expectRefusal(
            "InvalidParameterException",
            "1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null"
        ) {
            try await under.send(
                target: SignUp.target,
                body: Array(#"{"ClientId":"a","Password":"Passw0rd!"}"#.utf8)
            )
        }
        let refusal = await #expect(throws: ServiceRefusal.self) {
            try await under.signUp(String(repeating: "a", count: 129), password: "with space")
        }
        #expect(refusal?.code == "InvalidParameterException")
        #expect(refusal?.message.hasPrefix("2 validation errors detected: Value at '") == true)
        #expect(refusal?.message.contains("with space") == false)
    }

    @Test("only the service's content type is taken, so that browsers must ask first")
    func contentType() async throws {
        let path = "/"
        for type in ["text/plain", "application/json"] {
            let response = await under.pool.respond(
                to: LocalPoolRequest(
                    method: .post,
                    path: path,
                    headers: [
                        .contentType: type, try #require(.init("X-Amz-Target")): ListUserPools.target,
                    ],
                    body: Array(#"{"MaxResults":1}"#.utf8)
                )
            )
            #expect(response.status == .badRequest)
        }
        let response = await respond(
            body: #"{"MaxResults":1}"#,
            target: ListUserPools.target,
            type: "application/x-amz-json-1.1; charset=utf-8"
        )
        #expect(response.status == .ok)
    }

    @Test("other paths are not found, other methods not allowed")
    func paths() async throws {
        let keys = "/\(PoolUnderTest.poolID)/.well-known/jwks.json"
        for (method, path, status) in [
            (HTTPRequest.Method.get, "/", 405), (.post, keys, 405), (.get, "/x", 404),
            (.get, "/a/b/.well-known/jwks.json", 404),
            (.get, "/.well-known/jwks.json", 404), (.get, keys + "?x=1", 200), (.head, keys, 200),
        ] {
            let response = await under.pool.respond(to: LocalPoolRequest(method: method, path: path))
            #expect(response.status.code == status, "\(method) \(path)")
            #expect(response.body.isEmpty == (status != 200 || method == .head))
        }
    }

    @Test("an unknown client is named")
    func unknownClient() async throws {
        await expectRefusal("ResourceNotFoundException", "User pool client abc does not exist.") {
            try await under.signUp(clientID: "abc")
        }
    }

    @Test("a name that is taken stays taken, and weak passwords and bad attributes are refused")
    func signUpRefusals() async throws {
        try await under.signUp()
        await expectRefusal("UsernameExistsException", "User already exists") { try await under.signUp() }
        await expectRefusal("InvalidPasswordException") { try await under.signUp("bob", password: "weak") }
        for (name, value) in [
            ("email", "nobody"), ("phone_number", "5555"), ("custom:none", "x"), ("sub", "x"),
        ] {
            await expectRefusal("InvalidParameterException") {
                try await under.signUp("bob", attributes: [name: value])
            }
        }
        await expectRefusal("NotAuthorizedException") {
            try await under.signUp("bob", attributes: ["email_verified": "true"])
        }
        #expect(try await under.signUp("bob").codeDeliveryDetails != nil)
    }

    private func respond(
        body: String,
        target: String,
        type: String = WireCoder.contentType
    ) async -> LocalPoolResponse {
        var headers: HTTPFields = [.contentType: type]
        if let name = HTTPField.Name("x-amz-target") { headers[name] = target }
        return await under.pool.respond(
            to: LocalPoolRequest(method: .post, path: "/", headers: headers, body: Array(body.utf8))
        )
    }
}
