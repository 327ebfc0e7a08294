import ByteCoding
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

@Suite("/v1/me") struct MeTests {
    private static let user = #"""
        {"Username":"alice","UserAttributes":[{"Name":"sub","Value":"subject-1"},{"Name":"email","Value":"a@example.com"}],\#
        "UserMFASettingList":["SOFTWARE_TOKEN_MFA","SMS_MFA"],"PreferredMfaSetting":"SMS_MFA"}
        """#

    @Test("the user of the token", arguments: Medium.allCases)
    func profile(_ medium: Medium) async throws {
        let service = ScriptedTransport([Upstream.json(Self.user)])
        try await GatewayBench(transport: service).test(over: medium) { caller in
            let answer = try await caller.get("/v1/me", bearer: Upstream.accessToken)
            #expect(answer.status == 200)
            #expect(answer("username") == "alice")
            #expect(answer("attributes", "sub") == "subject-1")
            #expect(answer("attributes", "email") == "a@example.com")
            #expect(answer("mfa", "preferred") == "sms")
            #expect(answer.text.contains(#""enabled":["totp","sms"]"#))
            #expect(answer.headers[.cacheControl] == "no-store")
        }
        #expect(service.requests.first?.json?["AccessToken"]?.string == Upstream.accessToken)
    }

    @Test(
        "a header without a token never reaches the service",
        arguments: [nil, "", "Bearer", "Basic YTpi", "Bearer a b", "Bearer a,b", "Bearer a\"b", "BearerX abc"]
    )
    func noToken(_ value: String?) async throws {
        let service = ScriptedTransport([])
        try await GatewayBench(transport: service).test { caller in
            let answer = try await caller.send(.get, "/v1/me", headers: value.map { [.authorization: $0] } ?? [:])
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
            #expect(answer.headers[.wwwAuthenticate] == (value == nil ? "Bearer" : #"Bearer error="invalid_token""#))
        }
        #expect(service.requests.isEmpty)
    }

    @Test(
        "a token that the service refuses",
        arguments: [
            ("NotAuthorizedException", "Access Token has been revoked", "tokenRevoked"),
            ("NotAuthorizedException", "Access Token has expired", "tokenExpired"),
            ("NotAuthorizedException", "Invalid Access Token", "tokenInvalid"),
            ("NotAuthorizedException", "No.", "tokenInvalid"),
            ("UserNotFoundException", "User does not exist.", "tokenInvalid"),
        ]
    )
    func refused(name: String, message: String, code: String) async throws {
        try await GatewayBench([Upstream.error(name, message)]).test { caller in
            let answer = try await caller.get("/v1/me", bearer: Upstream.accessToken)
            #expect(answer.status == 401)
            #expect(answer("code") == code)
            #expect(answer.headers[.wwwAuthenticate] == #"Bearer error="invalid_token""#)
        }
    }
}
