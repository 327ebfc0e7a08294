import ByteCoding
import CognitoJWT
import HTTPTypes
import Testing
import UserPoolKit

@testable import userpool_gateway

@Suite("/v1/verify") struct ForwardAuthTests {
    @Test("a good access token: 200, and who it is", arguments: Medium.allCases)
    func good(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let token = try bench.token(["cognito:groups": #"["staff","ops"]"#])
        let answer = try await bench.verify(bearer: token, over: medium)
        #expect(answer.status == 200)
        #expect(answer.text.isEmpty)
        #expect(answer.headers[.authUser] == "alice")
        #expect(answer.headers[.authSubject] == "subject-1")
        #expect(answer.headers[.authEmail] == "")
        #expect(answer.headers[.authGroups] == "staff,ops")
        #expect(answer.headers[.authScope] == "aws.cognito.signin.user.admin")
        #expect(answer.headers[.authClient] == bench.pool.appClient.id)
        #expect(answer.headers[.authExpires] == "\(Upstream.now.seconds + 3600)")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.setCookie] == nil)
    }

    @Test("an ID token where one is asked for, with the address")
    func idToken() async throws {
        let bench = try await TokenBench()
        for query in ["use=id", "use=either"] {
            let answer = try await bench.verify("/v1/verify?\(query)", bearer: bench.idToken())
            #expect(answer.status == 200)
            #expect(answer.headers[.authUser] == "alice")
            #expect(answer.headers[.authEmail] == "alice@example.com")
            #expect(answer.headers[.authScope] == "")
        }
        let refused = try await bench.verify(bearer: bench.idToken())
        #expect(refused.status == 401)
        let access = try await bench.verify("/v1/verify?use=id", bearer: bench.token())
        #expect(access.status == 401)
    }

    @Test("a token that a user really signed in for")
    func signedIn() async throws {
        let bench = try await TokenBench()
        let answer = try await bench.verify(bearer: bench.signIn())
        #expect(answer.status == 200)
        #expect(answer.headers[.authUser] == "carol")
    }

    @Test("no token: 401 and what to send, without an error", arguments: [nil, "", "Basic YTpi", "Digest x"])
    func noToken(_ value: String?) async throws {
        let bench = try await TokenBench()
        try await bench.bench.test { caller in
            let headers: HTTPFields = value.map { [.authorization: $0] } ?? [:]
            let answer = try await caller.send(.get, "/v1/verify", headers: headers)
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate] == #"Bearer realm="userpool""#)
            #expect(answer("code") == "tokenInvalid")
            #expect(answer("requestId") == answer.requestID)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test("what cannot be a token: 401", arguments: ["Bearer", "Bearer a b", "Bearer a,b", "Bearer a\"b", "bearer ü"])
    func malformed(_ value: String) async throws {
        let bench = try await TokenBench()
        try await bench.bench.test { caller in
            let answer = try await caller.send(.get, "/v1/verify", headers: [.authorization: value])
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
        }
    }

    @Test("two headers with a good token each are one too many; the scheme is written in any case")
    func header() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await bench.bench.test(over: .socket) { caller in
            var headers: HTTPFields = [.authorization: "bEARER \(token)"]
            let good = try await caller.send(.get, "/v1/verify", headers: headers)
            #expect(good.status == 200)
            headers.append(HTTPField(name: .authorization, value: "Bearer \(token)"))
            let refused = try await caller.send(.get, "/v1/verify", headers: headers)
            #expect(refused.status == 401)
        }
    }

    @Test("a token that is no good: 401 with the reason, and nothing of what it says")
    func refused() async throws {
        let bench = try await TokenBench()
        let cases: [(String, String)] = [
            (try bench.tampered(bench.token()), "The token is not valid."),
            (try bench.token(signedBy: TokenBench.foreignKey.get()), "The token is not valid."),
            (
                try bench.token(["iss": #""https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x""#]),
                "The token is not valid."
            ),
            (try bench.token(["exp": "\(Upstream.now.seconds - 60)"]), "The token has expired."),
            (try bench.token(["iat": "\(Upstream.now.seconds + 61)"]), "The token is not valid yet."),
            (try bench.token(["client_id": #""canary""#]), "The token is for another app client."),
            (try bench.token(["token_use": #""id""#]), "The token is of another kind than is asked for."),
        ]
        for (token, reason) in cases {
            let answer = try await bench.verify(bearer: token)
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
            #expect(answer("detail") == reason)
            #expect(
                answer.headers[.wwwAuthenticate]
                    == #"Bearer realm="userpool", error="invalid_token", error_description="\#(reason)""#
            )
            #expect(answer.headers[.authUser] == nil)
            #expect(!answer.text.contains("canary") && !answer.text.contains("subject-1"))
        }
    }

    @Test("clocks may differ by a minute, and by what is configured")
    func clockSkew() async throws {
        var strict = VerificationSettings()
        strict.clockSkew = .zero
        let (bench, strictBench) = (try await TokenBench(), try await TokenBench(verification: strict))
        for (bench, last) in [(bench, 3659), (strictBench, 3599)] {
            let token = try bench.token()
            bench.clock.advance(by: .seconds(last))
            let good = try await bench.verify(bearer: token)
            #expect(good.status == 200)
            bench.clock.advance(by: .seconds(1))
            let late = try await bench.verify(bearer: token)
            #expect(late.status == 401)
        }
    }

    @Test(
        "groups, scopes and clients are narrowed by the query",
        arguments: [
            ("groups=staff", 200), ("groups=ops,staff", 200), ("groups=staff&groups=dev", 200),
            ("groups=staff,ops&groups=dev", 200), ("groups=d%65v", 200), ("groups=a%2Cb", 200),
            ("groups=ops", 403), ("groups=staff&groups=ops", 403), ("groups=ops,x&groups=dev", 403),
            ("groups=Staff", 403), ("groups=a,c", 403),
            ("scope=read", 200), ("scope=read+write", 200), ("scope=write%20read", 200), ("scope=write", 403),
            ("scope=read&scope=write", 403), ("groups=staff&scope=write", 403),
            ("client=CLIENT", 200), ("client=other,CLIENT", 200), ("client=other", 401), ("online=0", 200), ("", 200),
        ]
    )
    func narrowed(query: String, status: Int) async throws {
        let bench = try await TokenBench()
        let token = try bench.token(["cognito:groups": #"["staff","dev","a,b"]"#, "scope": #""openid read""#])
        let query = query.replacing("CLIENT", with: bench.pool.appClient.id)
        let answer = try await bench.verify("/v1/verify?\(query)", bearer: token)
        #expect(answer.status == status)
        guard status == 403 else { return }
        #expect(answer("code") == "forbidden")
        #expect(answer.headers[.wwwAuthenticate]?.contains(#"error="insufficient_scope""#) == true)
    }

    @Test(
        "a query that makes no sense lets nobody in, and the log says what to mend",
        arguments: [
            ("group=staff", "much like groups"), ("x=1", "other than use, client, groups"),
            ("use=refresh", "use is not"),
            ("use=access&use=id", "use stands more than once"), ("groups=", "groups is not a list"),
            ("groups=a,,b", "groups is not a list"), ("groups=%zz", "groups is not a list"),
            ("groups=%ff", "groups is not a list"), ("groups", "groups is not a list"),
            ("groups=a,b&groups=c,d", "only one list of groups"), ("groups=a,a", "one text twice"),
            ("online=yes", "online is not"), ("online=1&use=id", "online=1 goes with"),
            ("use=id&scope=read", "ID tokens have no scopes"), ("client=", "client is not a list"),
        ]
    )
    func mistakes(query: String, reason: String) async throws {
        let bench = try await TokenBench()
        let answer = try await bench.verify("/v1/verify?\(query)", bearer: bench.token())
        #expect(answer.status == 403)
        #expect(answer.headers[.wwwAuthenticate] == #"Bearer realm="userpool""#)
        #expect(bench.bench.log.lines.contains { $0.contains("misconfigured") && $0.contains(reason) })
    }

    @Test("where a client writes the query, it may ask for more and never for less")
    func below() async throws {
        let bench = try await TokenBench()
        let (token, idToken) = (try bench.token(["cognito:groups": #"["staff"]"#]), try bench.idToken())
        for (target, status) in [
            ("/v1/verify/orders/1?page=2&sort=", 200), ("/v1/verify/?page=2", 403), ("//v1//verify//", 200),
            ("/v1/verify/a?groups=staff", 200), ("/v1/verify/a?groups=x", 403), ("/v1/verify/a?groups=", 403),
            ("/v1/verify/a?use=access", 403), ("/v1/verify/a?client=\(bench.pool.appClient.id)", 403),
            ("/v1/verify?groups=staff&original=/a?use=id&client=x&x=1", 200), ("/v1/verify?original=/a", 200),
            ("/v1/verify?groups=x&original=/a&groups=staff", 403), ("/v1/verify/a?original=b&groups=x", 403),
        ] {
            let answer = try await bench.verify(target, bearer: token)
            #expect(answer.status == status, "\(target)")
        }
        for target in ["/v1/verify/a?use=id", "/v1/verify?original=/a&use=id"] {
            let answer = try await bench.verify(target, bearer: idToken)
            #expect(answer.status != 200, "\(target)")
        }
    }

    @Test("a token in the cookie that is configured, where there is no header")
    func cookie() async throws {
        var settings = VerificationSettings()
        settings.cookie = "session"
        let bench = try await TokenBench(verification: settings)
        let without = try await TokenBench()
        let token = try bench.token()
        for (headers, status) in [
            ([.cookie: "a=b; session=\(token); c=d"], 200), ([.cookie: "session=\(token)"], 200),
            ([.cookie: "Session=\(token)"], 401), ([.cookie: "session=x; session=\(token)"], 401),
            ([.cookie: "session="], 401), ([.cookie: "session"], 401), ([.cookie: "asession=\(token)"], 401),
            ([.cookie: "session=\(token)", .authorization: "Bearer x"], 401),
            ([.cookie: "session=x", .authorization: "Bearer \(token)"], 200),
        ] as [(HTTPFields, Int)] {
            try await bench.bench.test { caller in
                let answer = try await caller.send(.get, "/v1/verify", headers: headers)
                #expect(answer.status == status, "\(headers)")
            }
        }
        let other = try without.token()
        try await without.bench.test { caller in
            let answer = try await caller.send(.get, "/v1/verify", headers: [.cookie: "session=\(other)"])
            #expect(answer.status == 401)
        }
    }

    @Test("what a header may not hold is written as percent and digits", arguments: Medium.allCases)
    func encoding(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let token = try bench.token([
            "username": #""a\r\nX-Auth-Groups: admin""#, "sub": #"" é\u0000""#,
            "cognito:groups": #"["a,b","50%","\u00fc\ud83d\ude00"," ",""]"#, "scope": #""a/b.read c\ud83d\ude00""#,
        ])
        let answer = try await bench.verify(bearer: token, over: medium)
        #expect(answer.status == 200)
        #expect(answer.headers[.authUser] == "a%0D%0AX-Auth-Groups:%20admin")
        #expect(answer.headers[.authSubject] == "%20%C3%A9%00")
        #expect(answer.headers[values: .authGroups] == ["a%2Cb,50%25,%C3%BC%F0%9F%98%80,%20,"])
        #expect(answer.headers[.authScope] == "a/b.read c%F0%9F%98%80")
    }

    @Test("the log tells the route and no token, path or query")
    func log() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        for target in ["/v1/verify/canary?q=canary", "/v1/verify?canary=canary", "/v1/verify"] {
            _ = try await bench.verify(target, bearer: token)
        }
        #expect(bench.bench.log.lines.filter { $0.contains(#""route":"/v1/verify""#) }.count == 3)
        let signature = try #require(token.split(separator: ".").last)
        for line in bench.bench.log.lines { #expect(!line.contains("canary") && !line.contains(signature)) }
    }
}
