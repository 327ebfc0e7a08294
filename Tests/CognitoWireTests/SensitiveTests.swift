import CognitoWire
import Testing

@Suite("Sensitive values") struct SensitiveTests {
    private static let canary = "canary-2f6c"

    private let request = InitiateAuthRequest(
        authFlow: .userPasswordAuth,
        clientID: Sensitive(canary),
        authParameters: ["USERNAME": "alice", "PASSWORD": canary],
        userContextData: Sensitive(UserContextDataType(encodedData: canary))
    )

    @Test("nothing that shows a value shows a sensitive one")
    func redacted() throws {
        var dumped = ""
        dump(request, to: &dumped)
        let shown = [
            dumped, String(describing: request), String(reflecting: request), "\(request.clientID)",
            String(reflecting: request.authParameters), String(describing: request.userContextData),
            "\(Array(Mirror(reflecting: request.clientID).children))",
            "\(AuthenticationResultType(accessToken: Sensitive(Self.canary)))",
        ]
        for text in shown { #expect(!text.contains(Self.canary)) }
        #expect("\(request.clientID)" == "<redacted>")
        #expect(Mirror(reflecting: request.clientID).children.isEmpty)
        #expect(dumped.contains("<redacted>"))
    }

    @Test("what is not sensitive is shown")
    func shown() {
        #expect(String(reflecting: request).contains("USER_PASSWORD_AUTH"))
    }

    @Test("a sensitive value travels as itself")
    func transparent() throws {
        let bytes = try WireCoder().encode(request)
        let canary = Self.canary
        let json = """
            {"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"PASSWORD":"\(canary)","USERNAME":"alice"},\
            "ClientId":"\(canary)","UserContextData":{"EncodedData":"\(canary)"}}
            """
        #expect(String(decoding: bytes, as: UTF8.self) == json)
        let read = try WireCoder().decode(InitiateAuthRequest.self, from: bytes)
        #expect(read.clientID.value == canary)
        #expect(read.userContextData?.value.encodedData == canary)
    }

    @Test("for logs, sensitive values are hidden wherever they stand")
    func hidden() throws {
        let json = String(decoding: try WireCoder().encodeRedacted(request), as: UTF8.self)
        #expect(
            json == """
                {"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":"<redacted>","ClientId":"<redacted>",\
                "UserContextData":"<redacted>"}
                """
        )
        let operation = try #require(WireOperations.named("InitiateAuth"))
        #expect(try operation.redacted(request: WireCoder().encode(request)) == Array(json.utf8))
        let answer =
            #"{"AuthenticationResult":{"AccessToken":"\#(Self.canary)","ExpiresIn":3600},"Future":"\#(Self.canary)"}"#
        #expect(
            String(decoding: try operation.redacted(answer: Array(answer.utf8)), as: UTF8.self)
                == #"{"AuthenticationResult":{"AccessToken":"<redacted>","ExpiresIn":3600}}"#
        )
        #expect(throws: WireError.self) { try operation.redacted(request: Array("[]".utf8)) }
    }

    @Test("no failure quotes a sensitive value")
    func failures() throws {
        let json = #"{"AuthFlow":"A","ClientId":["\#(Self.canary)"]}"#
        let error = #expect(throws: WireError.self) {
            try WireCoder().decode(InitiateAuthRequest.self, from: Array(json.utf8))
        }
        #expect(error?.code == .typeMismatch)
        #expect(error?.path == "ClientId")
        #expect(error.map { "\($0)\(String(reflecting: $0))".contains(Self.canary) } == false)

        var broken = request
        broken.clientID = Sensitive("\(Self.canary)!")
        broken.authParameters = Sensitive([Self.canary: Self.canary])
        let violations = broken.constraintViolations()
        #expect(violations.map(\.path) == ["ClientId"])
        #expect(!"\(violations)".contains(Self.canary))
    }
}
