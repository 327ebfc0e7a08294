import ByteCoding
import HTTPTypes
import LocalPool
import Testing

@testable import userpool_gateway

/// Whoever asks learns the same of a user who is not there as of one who is: status, header fields and body are equal to
/// the byte, but for the request's id, which the tests give.
@Suite("who exists is nobody's business") struct HiddenUserTests {
    /// alice is confirmed, carol is not, and dan is disabled; nobody is not there.
    private func bench(hides: Bool = true) async throws -> LocalBench {
        var rules = RequestRules()
        rules.hidesUserExistence = hides
        let local = try await LocalBench(rules: rules)
        // The pool itself tells who exists: hiding is the gateway's work.
        try await local.administrate(
            "UpdateUserPoolClient",
            #"""
            "ClientId":"\#(try #require(local.home.clientID))","PreventUserExistenceErrors":"LEGACY",\#
            "ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_USER_AUTH","ALLOW_USER_PASSWORD_AUTH",\#
            "ALLOW_REFRESH_TOKEN_AUTH"]
            """#
        )
        try await local.makeUser("alice")
        try await local.makeUser("dan")
        try await local.administrate("AdminDisableUser", #""Username":"dan""#)
        try await local.test { caller in
            let signUp = try await caller.post(
                "/v1/signup",
                #"{"username":"carol","password":"Passw0rd!","attributes":{"email":"carol@example.com"}}"#
            )
            try #require(signUp.status == 201)
        }
        return local
    }

    private static let everybody = ["alice", "carol", "dan", "nobody"]

    private func answers(_ path: String, _ body: String, from local: LocalBench) async throws -> [Answer] {
        let answers = Guarded<[Answer]>([])
        try await local.test { caller in
            for name in Self.everybody {
                let text = body.replacing("NAME", with: name)
                let answer = try await caller.post(path, text, headers: HTTPFieldsFixture.requestID("same"))
                answers.change { $0.append(answer) }
            }
        }
        return answers.value
    }

    @Test(
        "every answer is the same for everybody",
        arguments: [
            ("/v1/sessions", #"{"username":"NAME","password":"Wr0ng!Pass"}"#, 401),
            ("/v1/sessions", #"{"username":"NAME","password":"Wr0ng!Pass","factor":"password"}"#, 401),
            ("/v1/sessions", #"{"username":"NAME","password":"Wr0ng!Pass","factor":"passwordSrp"}"#, 401),
            ("/v1/signup/confirm", #"{"username":"NAME","code":"00000x"}"#, 422),
            ("/v1/signup/resend", #"{"username":"NAME"}"#, 202),
            ("/v1/password/forgot", #"{"username":"NAME"}"#, 202),
            ("/v1/password/reset", #"{"username":"NAME","code":"00000x","newPassword":"N3w!Passw"}"#, 422),
            ("/rpc/login", #"{"username":"NAME","password":"Wr0ng!Pass"}"#, 401),
            ("/rpc/signupConfirm", #"{"username":"NAME","confirmationCode":"00000x"}"#, 422),
            (
                "/rpc/passwordReset",
                #"{"username":"NAME","passwordResetCode":"00000x","newPassword":"N3w!Passw"}"#, 422
            ),
        ]
    )
    func same(path: String, body: String, status: Int) async throws {
        let answers = try await answers(path, body, from: bench())
        let first = try #require(answers.first)
        #expect(first.status == status, "\(first.text)")
        for (name, answer) in zip(Self.everybody, answers) {
            #expect(answer.status == first.status, "\(name)")
            #expect(answer.text == first.text, "\(name)")
            #expect(answer.headers == first.headers, "\(name)")
        }
    }

    @Test(
        "the package's methods that send codes name an address of one form for everybody",
        arguments: ["signupResend", "passwordForgot"]
    )
    func decoys(method: String) async throws {
        let local = try await bench()
        let answers = try await answers("/rpc/\(method)", #"{"username":"NAME"}"#, from: local)
        for answer in answers {
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.members() == ["AttributeName", "DeliveryMedium", "Destination"])
            #expect(answer("DeliveryMedium") == "EMAIL")
            #expect(answer("Destination")?.wholeMatch(of: /[a-z]\*\*\*@[a-z]\*\*\*/) != nil, "\(answer.text)")
        }
        let again = try await self.answers("/rpc/\(method)", #"{"username":"NAME"}"#, from: local)
        #expect(again.last?.text == answers.last?.text)
    }

    @Test("a code is sent all the same, to whom there is")
    func codeArrives() async throws {
        let local = try await bench()
        _ = try await answers("/v1/password/forgot", #"{"username":"NAME"}"#, from: local)
        let code = try await local.code(for: "alice")
        try await local.test { caller in
            let reset = try await caller.post(
                "/v1/password/reset",
                #"{"username":"alice","code":"\#(code)","newPassword":"N3w!Passw"}"#
            )
            #expect(reset.status == 204, "\(reset.text)")
            let signIn = try await caller.post("/v1/sessions", #"{"username":"alice","password":"N3w!Passw"}"#)
            #expect(signIn("status") == "signedIn")
            let again = try await caller.post(
                "/v1/password/reset",
                #"{"username":"alice","code":"\#(code)","newPassword":"N3w!Passw"}"#
            )
            #expect(again("code") == "codeMismatch")
            let weak = try await caller.post(
                "/v1/password/reset",
                #"{"username":"alice","code":"123456","newPassword":"x"}"#
            )
            #expect(weak("code") == "passwordPolicy")
        }
    }

    @Test("the log keeps what callers are not told")
    func log() async throws {
        let local = try await bench()
        _ = try await answers("/v1/password/forgot", #"{"username":"NAME"}"#, from: local)
        let lines = local.bench.log.lines.filter { $0.contains(#""route":"/v1/password/forgot""#) }
        #expect(lines.count == Self.everybody.count)
        #expect(lines.last?.contains(#""code":"userNotFound""#) == true)
        #expect(lines.first?.contains(#""code""#) == false)
    }

    @Test("a sign-up that waits for its code says so to whoever knows the password")
    func unconfirmed() async throws {
        let local = try await bench()
        try await local.test { caller in
            let answer = try await caller.signIn("carol")
            #expect(answer.status == 403)
            #expect(answer("code") == "userNotConfirmed")
        }
    }

    @Test("with hideUserExistence off the service's answers show")
    func shown() async throws {
        let local = try await bench(hides: false)
        let forgot = try await answers("/v1/password/forgot", #"{"username":"NAME"}"#, from: local)
        #expect(forgot.first?.status == 202)
        #expect(forgot.first?("delivery", "medium") == "email")
        #expect(forgot.last?.status == 404)
        #expect(forgot.last?("code") == "userNotFound")
        let signIn = try await answers("/v1/sessions", #"{"username":"NAME","password":"Wr0ng!Pass"}"#, from: local)
        #expect(signIn.last?("code") == "userNotFound")
        let confirm = try await answers("/v1/signup/confirm", #"{"username":"NAME","code":"00000x"}"#, from: local)
        #expect(Set(confirm.map(\.text)).count > 1)
    }
}
