import ByteCoding
import Foundation
import HTTPTypes
import Testing
import UserPoolKit

@testable import userpool_gateway

/// What a signed-in user does with the account, against a pool that really checks.
@Suite("/v1/me, all of it") struct AccountTests {
    @Test("attributes change, go, and wait for their code")
    func attributes() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let patch = try await caller.send(
                .patch,
                "/v1/me",
                headers: [.authorization: "Bearer \(token)", .contentType: "application/merge-patch+json"],
                body: #"{"attributes":{"name":"Alice","nickname":"Al"}}"#
            )
            #expect(patch.status == 200, "\(patch.text)")
            #expect(patch.texts("changed") == ["name", "nickname"])
            #expect(patch.json("pending")?.array?.isEmpty == true)
            let second = try await caller.call(
                .patch,
                "/v1/me",
                #"{"attributes":{"nickname":null,"email":"a@new.example"}}"#,
                bearer: token
            )
            #expect(second.texts("changed") == ["email", "nickname"])
            let pending = try #require(second.json("pending")?.array?.first?.object)
            #expect(pending["attribute"]?.string == "email")
            #expect(pending["delivery"]?.object?["medium"]?.string == "email")

            let code = try await local.code()
            let path = "/v1/me/attributes/email/confirm"
            let wrong = try await caller.call(.post, path, #"{"code":"\#(LocalBench.wrong(code))"}"#, bearer: token)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            #expect(try await caller.call(.post, path, #"{"code":"\#(code)"}"#, bearer: token).status == 204)
            let user = try await caller.get("/v1/me", bearer: token)
            #expect(user("attributes", "name") == "Alice")
            #expect(user("attributes", "nickname") == nil)
            #expect(user("attributes", "email") == "a@new.example")
            #expect(user("attributes", "email_verified") == "true")

            let resent = try await caller.call(.post, "/v1/me/attributes/email/code", bearer: token)
            #expect(resent.status == 202, "\(resent.text)")
            #expect(resent("delivery", "destination") != nil)
            let unknown = try await caller.call(.post, "/v1/me/attributes/shoe%2Fsize/code", bearer: token)
            #expect(unknown.status == 422)
            #expect(unknown("code") == "invalidParameter")
        }
    }

    @Test("an empty change changes nothing, and a wrong one is refused")
    func wrongChanges() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let empty = try await caller.call(.patch, "/v1/me", "{}", bearer: token)
            #expect(empty.status == 200)
            #expect(empty.texts("changed") == [])
            let type = try await caller.call(.patch, "/v1/me", #"{"attributes":{"name":1}}"#, bearer: token)
            #expect(type.faults == ["/attributes/name type"])
            let sub = try await caller.call(.patch, "/v1/me", #"{"attributes":{"sub":"x"}}"#, bearer: token)
            #expect([409, 422].contains(sub.status), "\(sub.text)")
            let bare = try await caller.call(.patch, "/v1/me", #"{"name":"x"}"#, bearer: token)
            #expect(bare("code") == "unknownMember")
        }
    }

    @Test("a telephone number is set, confirmed, and removed with the codes that went there")
    func phone() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.askForFactors()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let early = try await caller.call(.put, "/v1/me/mfa", #"{"sms":{"enabled":true}}"#, bearer: token)
            #expect(early.status == 409)
            #expect(early("code") == "attributeNotVerified")

            let set = try await caller.call(.put, "/v1/me/phone", #"{"phoneNumber":"+15555550100"}"#, bearer: token)
            #expect(set.status == 200, "\(set.text)")
            let on = try await caller.call(.put, "/v1/me/mfa", #"{"sms":{"enabled":true}}"#, bearer: token)
            #expect(on.status == 200, "\(on.text)")
            #expect(on.texts("enabled") == ["sms"])

            let gone = try await caller.call(.put, "/v1/me/phone", #"{"phoneNumber":null}"#, bearer: token)
            #expect(gone.status == 200, "\(gone.text)")
            let user = try await caller.get("/v1/me", bearer: token)
            #expect(user("attributes", "phone_number") == nil)
            #expect(user.texts("mfa", "enabled") == [])
            #expect(try await caller.call(.put, "/v1/me/phone", #"{"phoneNumber":null}"#, bearer: token).status == 200)

            let absent = try await caller.call(.put, "/v1/me/phone", "{}", bearer: token)
            #expect(absent.faults == ["/phoneNumber required"])
            let bad = try await caller.call(.put, "/v1/me/phone", #"{"phoneNumber":"12"}"#, bearer: token)
            #expect(bad.status == 422)
            #expect(bad("code") == "invalidParameter")
        }
    }

    @Test("second factors are shown and changed, and one that is not set up cannot be")
    func factors() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.askForFactors()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let before = try await caller.call(.get, "/v1/me/mfa", bearer: token)
            #expect(before.texts("enabled") == [])
            #expect(before.texts("factors")?.contains("password") == true, "\(before.text)")
            let early = try await caller.call(.put, "/v1/me/mfa", #"{"totp":{"enabled":true}}"#, bearer: token)
            #expect(early.status == 409)
            #expect(early("code") == "mfaNotEnrolled")

            let setup = try await caller.call(.post, "/v1/me/mfa/totp", #"{"issuer":"Example"}"#, bearer: token)
            #expect(setup.members() == ["qrSvg", "secret", "uri"])
            #expect(setup("uri")?.hasPrefix("otpauth://totp/Example:alice?") == true)
            #expect(setup("qrSvg")?.hasPrefix("<svg ") == true)
            #expect(setup.headers[.cacheControl] == "no-store")
            let code = try await local.appCode()
            let path = "/v1/me/mfa/totp/confirm"
            let wrong = try await caller.call(.post, path, #"{"code":"\#(LocalBench.wrong(code))"}"#, bearer: token)
            #expect(wrong.status == 422)
            #expect(wrong("code") == "codeMismatch")
            let right = try await caller.call(
                .post,
                path,
                #"{"code":"\#(code)","deviceName":"telephone"}"#,
                bearer: token
            )
            #expect(right.status == 204, "\(right.text)")

            let on = try await caller.call(
                .put,
                "/v1/me/mfa",
                #"{"totp":{"enabled":true},"email":{"enabled":true,"preferred":true}}"#,
                bearer: token
            )
            #expect(on("preferred") == "email", "\(on.text)")
            #expect(Set(on.texts("enabled") ?? []) == ["totp", "email"])
            // What is not named stays, and stays preferred.
            let kept = try await caller.call(.put, "/v1/me/mfa", #"{"totp":{"enabled":false}}"#, bearer: token)
            #expect(kept("preferred") == "email", "\(kept.text)")
            #expect(kept.texts("enabled") == ["email"])
        }
    }

    @Test(
        "changes of second factors that make no sense",
        arguments: [
            (#"{"totp":{}}"#, ["/totp/enabled required"]), (#"{"totp":true}"#, ["/totp type"]),
            (#"{"totp":{"enabled":true,"x":1}}"#, ["/totp/x unknown"]),
            (#"{"totp":{"enabled":false,"preferred":true}}"#, ["/totp/preferred conflict"]),
            (#"{"pigeon":{"enabled":true}}"#, ["/pigeon unknown"]),
            (#"{"totp":{"enabled":true,"preferred":true},"sms":{"enabled":true,"preferred":true}}"#, []),
        ]
    )
    func wrongFactors(body: String, faults: [String]) async throws {
        try await GatewayBench().test { caller in
            let answer = try await caller.call(.put, "/v1/me/mfa", body, bearer: Upstream.accessToken)
            #expect([400, 422].contains(answer.status))
            #expect(answer.faults == faults)
        }
    }

    @Test("the password changes for whoever knows it")
    func password() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let token = try await caller.accessToken()
            let path = "/v1/me/password"
            let wrong = try await caller.call(.put, path, #"{"current":"Wr0ng!Pass","new":"N3w!Passw"}"#, bearer: token)
            #expect(wrong.status == 401)
            #expect(wrong("code") == "invalidCredentials")
            let weak = try await caller.call(
                .put,
                path,
                #"{"current":"\#(LocalBench.password)","new":"x"}"#,
                bearer: token
            )
            #expect(weak("code") == "passwordPolicy")
            let right = try await caller.call(
                .put,
                path,
                #"{"current":"\#(LocalBench.password)","new":"N3w!Passw"}"#,
                bearer: token
            )
            #expect(right.status == 204, "\(right.text)")
            #expect(try await caller.signIn().status == 401)
            let stranger = try await caller.call(.put, path, #"{"current":"a","new":"b"}"#, bearer: "abc.def.ghi")
            #expect(stranger("code") == "tokenInvalid")
        }
    }

    @Test("a user who is deleted is gone")
    func delete() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.test { caller in
            let token = try await caller.accessToken()
            #expect(try await caller.call(.delete, "/v1/me", bearer: token).status == 204)
            let again = try await caller.call(.delete, "/v1/me", bearer: token)
            #expect(again.status == 401)
            #expect(try await caller.signIn().status == 401)
        }
    }

    @Test("devices are listed by pages, shown, remembered and forgotten")
    func devices() async throws {
        let local = try await LocalBench()
        try await local.makeUser()
        try await local.trackDevices(sparingSecondFactor: false)
        try await local.test { caller in
            let token = try await caller.accessToken()
            _ = try await caller.accessToken()
            let first = try await caller.call(.get, "/v1/me/devices?limit=1", bearer: token)
            let device = try #require(first.json("devices")?.array?.first?.object, "\(first.text)")
            let key = try #require(device["key"]?.string)
            let next = try #require(first("next"))
            let escaped = try #require(next.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let second = try await caller.call(.get, "/v1/me/devices?limit=1&cursor=\(escaped)", bearer: token)
            #expect(second.json("devices")?.array?.count == 1, "\(second.text)")
            #expect(second.json("devices")?.array?.first?.object?["key"]?.string != key)

            let path = "/v1/me/devices/\(key)"
            #expect(try await caller.call(.get, path, bearer: token)("key") == key)
            let remembered = try await caller.call(.patch, path, #"{"remembered":true}"#, bearer: token)
            #expect(remembered.status == 204, "\(remembered.text)")
            let vague = try await caller.call(.patch, path, "{}", bearer: token)
            #expect(vague.faults == ["/remembered required"])
            #expect(try await caller.call(.delete, path, bearer: token).status == 204)
            for method in [HTTPRequest.Method.get, .delete] {
                let gone = try await caller.call(method, path, bearer: token)
                #expect(gone.status == 404)
                #expect(gone("code") == "deviceNotFound")
            }
            // The log has the template, never the key.
            #expect(local.bench.log.lines.contains { $0.contains(#""route":"/v1/me/devices/{key}""#) })
            #expect(!local.bench.log.lines.contains { $0.contains(key) })
        }
    }

    @Test("a page of no size, or of too many", arguments: ["limit=0", "limit=61", "limit=x", "cursor="])
    func pages(query: String) async throws {
        try await GatewayBench().test { caller in
            let answer = try await caller.call(.get, "/v1/me/devices?\(query)", bearer: Upstream.accessToken)
            #expect(answer.status == 422)
            #expect(answer("code") == "invalidParameter")
        }
    }

    @Test(
        "nobody is anybody without a token",
        arguments: [
            "GET /v1/me", "PATCH /v1/me", "DELETE /v1/me", "PUT /v1/me/phone", "POST /v1/me/attributes/email/code",
            "POST /v1/me/attributes/email/confirm", "GET /v1/me/mfa", "PUT /v1/me/mfa", "POST /v1/me/mfa/totp",
            "POST /v1/me/mfa/totp/confirm", "PUT /v1/me/password", "GET /v1/me/devices", "GET /v1/me/devices/a",
            "PATCH /v1/me/devices/a", "DELETE /v1/me/devices/a", "GET /v1/me/passkeys", "POST /v1/me/passkeys",
            "DELETE /v1/me/passkeys/a", "GET /v1/sessions/current", "DELETE /v1/sessions/current",
            "DELETE /v1/sessions",
        ]
    )
    func noToken(route: String) async throws {
        let parts = route.split(separator: " ").map(String.init)
        let method = try #require(HTTPRequest.Method(parts[0]))
        try await GatewayBench().test { caller in
            let answer = try await caller.call(method, parts[1], "{}")
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
    }
}
