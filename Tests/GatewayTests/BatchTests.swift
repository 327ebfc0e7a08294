import AppSupport
import ByteCoding
import CognitoJWT
import HTTPTypes
import Hummingbird
import Testing
import UserPoolKit

@testable import userpool_gateway

@Suite("/v1/verify/batch") struct BatchTests {
    private static let keys = ["administration-key-1", "administration-key-2"]
    private static let path = "/v1/verify/batch"

    private func answer(
        of bench: TokenBench,
        _ body: String,
        key: String? = keys[0],
        to path: String = path,
        method: HTTPRequest.Method = .post,
        medium: Medium = .memory
    ) async throws -> Answer {
        var reader = try await SettingsReader(
            flags: [:],
            environment: [
                "USERPOOL_GATEWAY_ADMIN_ENABLED": "true", "USERPOOL_GATEWAY_ADMIN_PORT": "0",
                "USERPOOL_GATEWAY_ADMIN_KEYS": Self.keys.joined(separator: ","),
            ]
        )
        let settings = try #require(await AdminSettings(reading: &reader))
        return try await medium.run(
            { GatewayApplication.makeAdministration(bench.bench.gateway, settings, onListening: $0) },
            { caller in
                var headers: HTTPFields = [.contentType: "application/json"]
                headers[.authorization] = key.map { "Bearer \($0)" }
                return try await caller.send(method, path, headers: headers, body: body)
            }
        )
    }

    private func verdicts(_ answer: Answer) throws -> [String] {
        let elements = try #require(try JSONReader().read(Array(answer.text.utf8)).array)
        return elements.map { element in
            element.object?["code"]?.string ?? element.object?["claims"]?.object?["jti"]?.string ?? "?"
        }
    }

    @Test("a verdict for each token, in their order, with all its claims", arguments: Medium.allCases)
    func verdicts(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let now = Upstream.now.seconds
        let tokens = [
            try bench.token(["jti": #""one""#, "custom:x": #"{"a":[1.50,null,"é\u2028"]}"#]), "nonsense",
            try bench.token(["exp": "\(now - 61)"]), try bench.token(signedBy: TokenBench.foreignKey.get()),
            try bench.idToken(), try bench.token(["client_id": #""x""#]), try bench.token(["jti": #""two""#]),
            String(repeating: "a", count: 16_385), try bench.tampered(bench.token()),
        ]
        let list = tokens.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = try await answer(of: bench, #"{"tokens":[\#(list)]}"#, medium: medium)
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(
            try verdicts(answer)
                == ["one", "malformed", "expired", "unknownKey", "tokenUse", "client", "two", "tooLarge", "signature"]
        )
        #expect(answer.text.hasPrefix(#"[{"valid":true,"claims":{"#))
        #expect(answer.text.contains(#""custom:x":{"a":[1.50,null,"é\u2028"]}"#))
        #expect(answer.text.contains(#"{"valid":false,"code":"malformed"}"#))
    }

    @Test("use, clients, groups and scopes are asked of all tokens of the batch")
    func demands() async throws {
        let bench = try await TokenBench()
        let client = bench.pool.appClient.id
        let access = try bench.token(["jti": #""a""#, "cognito:groups": #"["staff"]"#, "scope": #""read""#])
        let identity = try bench.idToken(["jti": #""i""#])
        let tokens = #""tokens":["\#(access)","\#(identity)"]"#
        for (demands, expected) in [
            (#""use":"either""#, ["a", "i"]), (#""use":"id""#, ["tokenUse", "i"]),
            (#""client":"\#(client)""#, ["a", "tokenUse"]), (#""client":["x","\#(client)"]"#, ["a", "tokenUse"]),
            (#""client":"x""#, ["client", "tokenUse"]), (#""groups":["staff","x"]"#, ["a", "tokenUse"]),
            (#""groups":"x","use":"either""#, ["groups", "groups"]), (#""scope":"read""#, ["a", "tokenUse"]),
            (#""scope":"write""#, ["scope", "tokenUse"]), (#""use":null"#, ["a", "tokenUse"]),
        ] {
            let answer = try await answer(of: bench, "{\(tokens),\(demands)}")
            #expect(answer.status == 200, "\(demands)")
            #expect(try verdicts(answer) == expected, "\(demands)")
        }
    }

    @Test(
        "whoever has none of the keys learns nothing",
        arguments: [nil, "", "administration-key-3", "administration-key-"]
    )
    func wrongKey(_ key: String?) async throws {
        let bench = try await TokenBench()
        for (path, method) in [(Self.path, .post), ("/nothing", .get)] as [(String, HTTPRequest.Method)] {
            let answer = try await answer(of: bench, "{}", key: key, to: path, method: method)
            #expect(answer.status == 401)
            #expect(answer("code") == "adminKeyInvalid")
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
        let user = try await answer(of: bench, "{}", key: bench.token())
        #expect(user.status == 401)
    }

    @Test("each of the keys opens, and nothing else is there than the batch")
    func keys() async throws {
        let bench = try await TokenBench()
        for key in Self.keys {
            let answer = try await answer(of: bench, #"{"tokens":["x"]}"#, key: key)
            #expect(answer.status == 200)
        }
        for (path, method, status) in [
            ("/v1/sessions", .post, 404), ("/v1/verify", .get, 404), ("/v1/verify/other", .get, 404),
            (Self.path, .get, 405),
        ] as [(String, HTTPRequest.Method, Int)] {
            let answer = try await answer(of: bench, "{}", to: path, method: method)
            #expect(answer.status == status, "\(path)")
        }
    }

    @Test(
        "every fault of the request has its pointer",
        arguments: [
            ("{}", 422, ["/tokens required"]), (#"{"tokens":"a"}"#, 422, ["/tokens type"]),
            (#"{"tokens":[]}"#, 422, ["/tokens count"]),
            (#"{"tokens":["a",1,null]}"#, 422, ["/tokens/1 type", "/tokens/2 type"]),
            (#"{"tokens":["a"],"use":"both"}"#, 422, ["/use value"]),
            (#"{"tokens":["a"],"client":[]}"#, 422, ["/client empty"]),
            (#"{"tokens":["a"],"client":["x",""]}"#, 422, ["/client/1 empty"]),
            (#"{"tokens":["a"],"online":true}"#, 400, ["/online unknown"]),
            (#"{"tokens":["a"],"use":"id","scope":"read"}"#, 422, []),
        ]
    )
    func faults(body: String, status: Int, faults: [String]) async throws {
        let answer = try await answer(of: TokenBench(), body)
        #expect(answer.status == status)
        #expect(answer.faults == faults)
    }

    @Test("a hundred tokens and no more", arguments: [(100, 200), (101, 422)])
    func count(_ count: Int, status: Int) async throws {
        let list = Array(repeating: #""a""#, count: count).joined(separator: ",")
        let answer = try await answer(of: TokenBench(), #"{"tokens":[\#(list)]}"#)
        #expect(answer.status == status)
    }

    @Test("a pool whose issuer nobody knows is the configuration's fault")
    func unknownIssuer() async throws {
        var settings = VerificationSettings()
        settings.issuers = .custom("nonsense")
        let answer = try await answer(of: TokenBench(verification: settings), #"{"tokens":["a"]}"#)
        #expect(answer.status == 500)
        #expect(answer("code") == "misconfigured")
    }

    @Test("where users are answered there is no batch: the path is one below verification")
    func notForUsers() async throws {
        let bench = try await TokenBench()
        try await bench.bench.test { caller in
            let answer = try await caller.post(
                Self.path,
                #"{"tokens":["a"]}"#,
                headers: [.authorization: "Bearer \(Self.keys[0])"]
            )
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
        }
    }
}
