import ByteCoding
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

@Suite("/v1/signup") struct SignUpTests {
    private static let signedUp = #"""
        {"UserConfirmed":false,"UserSub":"subject-1","CodeDeliveryDetails":{"AttributeName":"email",\#
        "DeliveryMedium":"EMAIL","Destination":"a***@e***"}}
        """#

    @Test("a new user is passed on with its attributes and answered with 201", arguments: Medium.allCases)
    func signUp(_ medium: Medium) async throws {
        let service = ScriptedTransport([Upstream.json(Self.signedUp)])
        let bench = try GatewayBench(transport: service)
        try await bench.test(over: medium) { caller in
            let answer = try await caller.post(
                "/v1/signup",
                #"""
                {"username":"alice","password":"Correct-Horse-7","attributes":{"email":"alice@example.com"},\#
                "metadata":{"campaign":"spring"}}
                """#
            )
            #expect(answer.status == 201)
            #expect(answer("username") == "alice")
            #expect(answer("sub") == "subject-1")
            #expect(answer("confirmed") == "false")
            #expect(answer("delivery", "medium") == "email")
            #expect(answer("delivery", "destination") == "a***@e***")
            #expect(answer("delivery", "attribute") == "email")
        }
        let request = try #require(service.requests.first?.json)
        #expect(service.requests.map(\.operation) == ["SignUp"])
        #expect(request["Username"]?.string == "alice")
        #expect(request["Password"]?.string == "Correct-Horse-7")
        #expect(request["UserAttributes"]?.array?.first?.object?["Value"]?.string == "alice@example.com")
        #expect(request["ClientMetadata"]?.object?["campaign"]?.string == "spring")
    }

    @Test(
        "what the service refuses has its own code",
        arguments: [
            ("UsernameExistsException", 409, "usernameTaken"),
            ("InvalidPasswordException", 422, "passwordPolicy"),
            ("InvalidParameterException", 422, "invalidParameter"),
            ("UserLambdaValidationException", 422, "rejectedByHook"),
            ("CodeDeliveryFailureException", 502, "deliveryFailed"),
            ("TooManyRequestsException", 429, "throttled"),
        ]
    )
    func refusals(name: String, status: Int, code: String) async throws {
        let steps = Array(repeating: Upstream.error(name, "Because."), count: 3)
        let answer = try await GatewayBench(steps).post("/v1/signup", #"{"username":"alice","password":"x"}"#)
        #expect(answer.status == status)
        #expect(answer("code") == code)
        #expect(answer("cognito", "error") == name)
        #expect(answer.headers[.retryAfter] == (status == 429 ? "1" : nil))
    }

    @Test("the password policy's reason reaches the caller")
    func passwordPolicy() async throws {
        let reason = "Password did not conform with policy: Password not long enough"
        let answer = try await GatewayBench([Upstream.error("InvalidPasswordException", reason)])
            .post("/v1/signup", #"{"username":"alice","password":"x"}"#)
        #expect(answer("detail") == reason)
    }

    @Test("a code confirms, and an alias is taken over only when asked")
    func confirm() async throws {
        let service = ScriptedTransport([Upstream.json("{}"), Upstream.json("{}")])
        try await GatewayBench(transport: service).test { caller in
            let first = try await caller.post("/v1/signup/confirm", #"{"username":"alice","code":"123456"}"#)
            #expect(first.status == 200)
            #expect(first("confirmed") == "true")
            _ = try await caller.post(
                "/v1/signup/confirm",
                #"{"username":"alice","code":"123456","takeOverAlias":true}"#
            )
        }
        #expect(service.requests.map(\.operation) == ["ConfirmSignUp", "ConfirmSignUp"])
        #expect(service.requests.first?.json?["ConfirmationCode"]?.string == "123456")
        #expect(service.requests.first?.json?["ForceAliasCreation"] == nil)
        #expect(service.requests.last?.json?["ForceAliasCreation"]?.bool == true)
    }

    @Test(
        "a wrong code, an old code and a user who does not exist look alike, to the last byte",
        arguments: ["ExpiredCodeException", "UserNotFoundException"]
    )
    func wrongCode(name: String) async throws {
        let bench = try GatewayBench([
            Upstream.error("CodeMismatchException", "Invalid code."), Upstream.error(name, "No."),
        ])
        try await bench.test { caller in
            let body = #"{"username":"alice","code":"000000"}"#
            let id = HTTPFieldsFixture.requestID("same")
            let wrong = try await caller.post("/v1/signup/confirm", body, headers: id)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let other = try await caller.post("/v1/signup/confirm", body, headers: id)
            #expect(other.text == wrong.text)
            #expect(other.headers == wrong.headers)
        }
    }

    @Test("with hideUserExistence off an old code has its own code")
    func oldCode() async throws {
        var rules = RequestRules()
        rules.hidesUserExistence = false
        let answer = try await GatewayBench([Upstream.error("ExpiredCodeException", "No.")], rules: rules)
            .post("/v1/signup/confirm", #"{"username":"alice","code":"000000"}"#)
        #expect(answer.status == 422)
        #expect(answer("code") == "codeExpired")
    }

    @Test("an address that somebody else confirmed is told")
    func aliasTaken() async throws {
        let answer = try await GatewayBench([Upstream.error("AliasExistsException", "No.")])
            .post("/v1/signup/confirm", #"{"username":"alice","code":"000000"}"#)
        #expect(answer.status == 409)
        #expect(answer("code") == "aliasTaken")
    }

    @Test("limits are told: the service sets them against guessing")
    func limits() async throws {
        for path in ["/v1/signup/resend", "/v1/password/forgot"] {
            let answer = try await GatewayBench([Upstream.error("LimitExceededException", "No.")])
                .post(path, #"{"username":"alice"}"#)
            #expect(answer.status == 429)
            #expect(answer("code") == "limitExceeded")
            #expect(answer.headers[.retryAfter] == "1")
        }
    }
}
