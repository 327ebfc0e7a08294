import CognitoClient
import CognitoWire
import HTTPTransport
import Testing

/// Every secret and every name of the requests below is a word of its own; none may be found again in what is told.
@Suite("What a client never tells of its calls") struct ObservationSecretTests {
    private static let answers: [(name: String, turn: ScriptedTransport.Turn)] = [
        ("a success", .answer(200, headers: echo, body: #"{"Session":"canary-answer"}"#)),
        ("a refusal that quotes", .answer(400, headers: echo, body: quote(as: "NotAuthorizedException"))),
        ("a code that quotes", .answer(400, headers: echo, body: quote(as: "canary-password"))),
        ("a header that quotes", .answer(500, headers: echo.merging(["x-amzn-errortype": "canary-session"]) { $1 })),
        ("throttling", .answer(429, headers: echo, body: quote(as: "TooManyRequestsException"))),
        ("a page", .answer(502, headers: echo, body: "<html>canary-password canary-user</html>")),
        ("a success that is no JSON", .answer(200, headers: echo, body: "canary-answer")),
        ("a lost connection", .failure(.connectionLost, reached: true)),
        ("a redirect", .failure(.redirectRefused, reached: true)),
    ]

    private static let echo = [
        "x-amzn-requestid": "canary-password", "x-amzn-error-message": "canary-session", "set-cookie": "canary-answer",
    ]

    private static func quote(as code: String) -> String {
        #"{"__type":"\#(code)","message":"canary-password of canary-user is wrong, session canary-session"}"#
    }

    @Test("no name, secret or text of a request or an answer is in a label, an attribute or a line", arguments: answers)
    func canaries(name: String, turn: ScriptedTransport.Turn) async throws {
        let recorder = Recorder()
        let bench = try Bench(
            Array(repeating: turn, count: 10),
            endpoint: "https://canary-host.example/",
            credentials: Bench.credentials
        ) {
            $0.observation = recorder.observation
            $0.userAgent = "canary-agent"
        }
        let challenge = RespondToAuthChallengeRequest(
            challengeName: .newPasswordRequired,
            clientID: "canary-client",
            challengeResponses: ["USERNAME": "canary-user", "NEW_PASSWORD": "canary-password"],
            session: "canary-session"
        )
        _ = try? await bench.client.call(RespondToAuthChallenge.self, challenge)
        let deletion = AdminDeleteUserRequest(userPoolID: "eu-central-1_canary", username: "canary-password-user")
        _ = try? await bench.client.call(AdminDeleteUser.self, deletion)
        _ = try? await bench.client.call(GetUser.self, GetUserRequest(accessToken: "canary-password"))
        let json = Array(#"{"Username":"canary-password","X":"canary"}"#.utf8)
        _ = try? await bench.client.call(named: "SignUp", json: json)

        #expect(recorder.spans.map(\.name) == ["RespondToAuthChallenge", "AdminDeleteUser", "GetUser", "SignUp"])
        #expect(recorder.lines.count >= 4)
        let told = recorder.everything.lowercased()
        // Of the AWS credentials both halves are canaries too.
        for word in ["canary", "akidexample", "eu-central-1", "example/"] { #expect(!told.contains(word), "\(word)") }
    }
}
