import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

@Suite("what must not leak") struct SecrecyTests {
    private static let password = "Canary-Password-4711"
    private static let code = "981276"
    private static let username = "canary-user"

    /// What the service may say, repeating everything that it was sent.
    private static let failures: [ScriptedTransport.Step] = [
        echo("NotAuthorizedException"), echo("InvalidParameterException"), echo("InvalidPasswordException"),
        echo("InternalErrorException", status: 500), echo("SomethingNewException"), echo("ResourceNotFoundException"),
        .respond { TransportResponse(status: 502, body: $0.body) },
        .respond { TransportResponse(status: 200, body: [0x21] + $0.body) },
        .fail(TransportError(.couldNotConnect, "no", mayHaveReachedServer: false)),
    ]

    private static func echo(_ name: String, status: Int = 400) -> ScriptedTransport.Step {
        .respond { request in
            let said = String(decoding: request.body, as: UTF8.self).replacing(#"""#, with: " ")
            let text = #"{"__type":"\#(name)","message":"You said \#(said)"}"#
            return TransportResponse(status: status, body: Array(text.utf8))
        }
    }

    @Test("passwords, codes and tokens stay out of the log and of every problem", arguments: Medium.allCases)
    func canaries(_ medium: Medium) async throws {
        for failure in Self.failures {
            let bench = try GatewayBench(Array(repeating: failure, count: 40))
            try await bench.test(over: medium) { caller in
                let answers = [
                    try await caller.post(
                        "/v1/sessions?q=\(Self.password)",
                        #"{"username":"\#(Self.username)","password":"\#(Self.password)"}"#
                    ),
                    try await caller.post(
                        "/v1/signup",
                        #"{"username":"\#(Self.username)","password":"\#(Self.password)"}"#
                    ),
                    try await caller.post(
                        "/v1/signup/confirm",
                        #"{"username":"\#(Self.username)","code":"\#(Self.code)"}"#
                    ),
                    try await caller.get("/v1/me", bearer: Upstream.accessToken),
                    try await caller.post(
                        "/v1/password/reset",
                        #"{"username":"\#(Self.username)","code":"\#(Self.code)","newPassword":"\#(Self.password)"}"#
                    ),
                    try await caller.post("/v1/sessions/refresh", #"{"refreshToken":"\#(Self.password)"}"#),
                    try await caller.call(
                        .put,
                        "/v1/me/password",
                        #"{"current":"\#(Self.password)","new":"\#(Self.password)"}"#,
                        bearer: Upstream.accessToken
                    ),
                    try await caller.call(.delete, "/v1/me/devices/\(Self.username)", bearer: Upstream.accessToken),
                    try await caller.post(
                        "/rpc/login",
                        #"{"username":"\#(Self.username)","password":"\#(Self.password)"}"#
                    ),
                    try await caller.post("/v1/sessions", #"{"username":"\#(Self.password)"#),
                    try await caller.post("/v1/sessions/challenge", #"{"token":"\#(Self.password)","code":"1"}"#),
                ]
                for answer in answers {
                    #expect(answer.status >= 400)
                    Self.expect(answer.text, without: Self.secrets)
                }
            }
            for line in bench.log.lines where !line.contains("misconfigured") {
                Self.expect(line, without: Self.secrets + [Self.username])
            }
            for line in bench.log.lines { Self.expect(line, without: Self.secrets) }
        }
    }

    @Test("a sign-in that succeeds leaves one line without names")
    func accessLog() async throws {
        let bench = try GatewayBench([Upstream.signedIn])
        _ = try await bench.post(
            "/v1/sessions",
            #"{"username":"\#(Self.username)","password":"\#(Self.password)"}"#
        )
        let lines = bench.log.lines.filter { $0.contains(#""message":"request""#) }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        for part in [
            #""method":"POST""#, #""route":"/v1/sessions""#, #""status":200"#, #""durationMs":"#, #""requestId":""#,
        ] {
            #expect(line.contains(part))
        }
        for line in bench.log.lines {
            Self.expect(line, without: Self.secrets + [Self.username, Upstream.refreshToken])
        }
    }

    @Test("the log names the problem and the service's id of the call")
    func problemInLog() async throws {
        let refused = TransportResponse(
            status: 400,
            headers: [.init("x-amzn-RequestId")!: "service-id-1"],
            body: Array(#"{"__type":"UsernameExistsException","message":"No."}"#.utf8)
        )
        let bench = try GatewayBench([.respond(refused)])
        let answer = try await bench.post("/v1/signup", #"{"username":"a","password":"b"}"#)
        #expect(answer("cognito", "requestId") == "service-id-1")
        let line = try #require(bench.log.lines.last)
        #expect(line.contains(#""code":"usernameTaken""#))
        #expect(line.contains(#""serviceRequestId":"service-id-1""#))
    }

    private static let secrets = [password, code, Upstream.accessToken]

    private static func expect(_ text: String, without words: [String]) {
        for word in words {
            let hexadecimal = word.utf8.map { String(format: "%02x", $0) }.joined()
            for form in [word, Data(word.utf8).base64EncodedString(), hexadecimal] {
                #expect(!text.contains(form), "\(text)")
            }
        }
    }
}
