import ByteCoding
import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The methods of the Node package by curl, against the program as people start it: a transcript a method, right and wrong.
@Suite("/rpc by curl") struct RPCProgramTests {
    private static let code = "246810"
    private static let password = "Passw0rd!"

    @Test("signup, signupResend, signupConfirm")
    func signUp() async throws {
        let dev = try await DevByCurl(code: Self.code)
        let email = #""attributes":[{"Name":"email","Value":"carol@example.com"}]"#
        let made = try await dev.rpc("signup", #"{"username":"carol","password":"\#(Self.password)",\#(email)}"#)
        #expect(made.status == 200, "\(made.text)")
        #expect(made("username") == "carol")
        #expect(made("userConfirmed") == "false")
        #expect(made("userSub") != nil)
        #expect(made("codeDeliveryDetails", "DeliveryMedium") == "EMAIL")
        let taken = try await dev.rpc("signup", #"{"username":"carol","password":"\#(Self.password)",\#(email)}"#)
        #expect(taken.status == 409)
        #expect(taken("code") == "UsernameExistsException" && taken("name") == "UsernameExistsException")
        let weak = try await dev.rpc("signup", #"{"username":"eve","password":"x"}"#)
        #expect(weak.status == 422)
        #expect(weak("code") == "InvalidPasswordException")
        let shapeless = try await dev.rpc("signup", #"{"username":"eve","password":"x","attributes":{"email":"x"}}"#)
        #expect(shapeless("code") == "InvalidParameterException")

        let early = try await dev.rpc("login", #"{"username":"carol","password":"\#(Self.password)"}"#)
        #expect(early.status == 403)
        #expect(early("code") == "UserNotConfirmedException")
        let resent = try await dev.rpc("signupResend", #"{"username":"carol"}"#)
        #expect(resent.status == 200, "\(resent.text)")
        #expect(resent("AttributeName") == "email")
        #expect(resent("Destination")?.contains("*") == true)
        #expect(try await dev.rpc("signupResend", "{}").status == 422)

        let wrong = try await dev.rpc("signupConfirm", #"{"username":"carol","confirmationCode":"000000"}"#)
        #expect(wrong.status == 422)
        #expect(wrong("code") == "CodeMismatchException")
        let right = try await dev.rpc(
            "signupConfirm",
            #"{"username":"carol","confirmationCode":"\#(Self.code)","forceAliasCreation":false}"#
        )
        #expect(right.status == 200)
        #expect(right.text == #""SUCCESS""#)
        try await dev.end()
    }

    @Test("login, loginMfa, loginNewPasswordRequired, refreshSession, logout")
    func signIn() async throws {
        let dev = try await DevByCurl(code: Self.code)
        try await dev.makeUser("carol", phone: "+15555550100", password: Self.password)
        let wrong = try await dev.rpc("login", #"{"username":"carol","password":"Wr0ng!Pass"}"#)
        #expect(wrong.status == 401)
        #expect(wrong("code") == "NotAuthorizedException")
        let nobody = try await dev.rpc("login", #"{"username":"nobody","password":"Wr0ng!Pass"}"#)
        #expect(nobody.text == wrong.text)
        let tokens = try await dev.login("carol", Self.password)

        let on = try await dev.rpc("setMfa", #"{\#(tokens),"enableMfa":true}"#)
        #expect(on.text == #""SUCCESS""#)
        let challenge = try await dev.rpc("login", #"{"username":"carol","password":"\#(Self.password)"}"#)
        #expect(challenge("nextStep") == "MFA_AUTH", "\(challenge.text)")
        let session = try #require(challenge("loginSession"))
        let begin = #""username":"carol","loginSession":"\#(session)""#
        let mistyped = try await dev.rpc("loginMfa", #"{\#(begin),"mfaCode":"000000"}"#)
        #expect(mistyped.status == 422)
        #expect(mistyped("code") == "CodeMismatchException")
        let done = try await dev.rpc("loginMfa", #"{\#(begin),"mfaCode":"\#(Self.code)"}"#)
        #expect(done.status == 200, "\(done.text)")
        #expect(
            done.members() == ["accessToken", "accessTokenExpiresAt", "idToken", "idTokenExpiresAt", "refreshToken"]
        )

        try await dev.makeUser("dora", phone: nil, password: nil)
        let invited = try await dev.rpc("login", #"{"username":"dora","password":"Tempor4ry!"}"#)
        #expect(invited("nextStep") == "NEW_PASSWORD_REQUIRED", "\(invited.text)")
        let next = try #require(invited("loginSession"))
        let forged = try await dev.rpc(
            "loginNewPasswordRequired",
            #"{"username":"dora","loginSession":"\#(next)AA","newPassword":"\#(Self.password)"}"#
        )
        #expect(forged.status == 422)
        let chosen = try await dev.rpc(
            "loginNewPasswordRequired",
            #"""
            {"username":"dora","loginSession":"\#(next)","newPassword":"\#(Self.password)",\#
            "attributes":{"name":"Dora"}}
            """#
        )
        #expect(chosen("accessToken") != nil, "\(chosen.text)")

        let refreshToken = try #require(chosen("refreshToken"))
        let caller = #""username":"dora","refreshToken":"\#(refreshToken)""#
        let fresh = try await dev.rpc("refreshSession", "{\(caller)}")
        #expect(fresh("refreshToken") == refreshToken, "\(fresh.text)")
        #expect(fresh("accessToken") != nil)
        let unclear = try await dev.rpc("refreshSession", #"{"username":"dora","idToken":"a","accessToken":"b"}"#)
        #expect(unclear.status == 401)
        #expect(unclear("message")?.contains("refresh token") == true)

        #expect(try await dev.rpc("logout", "{\(caller)}").text == #""SUCCESS""#)
        let after = try await dev.rpc("refreshSession", "{\(caller)}")
        #expect(after.status == 401)
        #expect(after("code") == "NotAuthorizedException")
        #expect(try await dev.rpc("logout", "{\(caller)}").status == 401)
        try await dev.end()
    }

    @Test("getMfa, setMfa, profile, profileEdit, profileAttributeConfirm, profileEditPhoneNumber")
    func account() async throws {
        let dev = try await DevByCurl(code: Self.code)
        try await dev.makeUser("carol", phone: nil, password: Self.password)
        let caller = try await dev.login("carol", Self.password)
        let nobody = #""username":"carol","refreshToken":"abc""#

        let before = try await dev.rpc("profile", "{\(caller)}")
        #expect(before.attribute("email") == "carol@example.com", "\(before.text)")
        #expect(try await dev.rpc("profile", "{\(nobody)}").status == 401)

        let edited = try await dev.rpc(
            "profileEdit",
            #"{\#(caller),"attributes":[{"Name":"name","Value":"Carol"},{"Name":"email","Value":"c@new.example"}]}"#
        )
        #expect(edited.text == #""SUCCESS""#)
        let refused = try await dev.rpc(
            "profileEdit",
            #"{\#(caller),"attributes":[{"Name":"phone_number","Value":"+15555550100"}]}"#
        )
        #expect(refused.status == 422)
        #expect(refused("message")?.contains("profileEditPhoneNumber") == true)

        let confirm = #"{\#(caller),"attribute":"email","confirmationCode":"#
        let mistyped = try await dev.rpc("profileAttributeConfirm", confirm + #""000000"}"#)
        #expect(mistyped.status == 422)
        #expect(mistyped("code") == "CodeMismatchException")
        #expect(try await dev.rpc("profileAttributeConfirm", confirm + #""\#(Self.code)"}"#).text == #""SUCCESS""#)
        let confirmed = try await dev.rpc("profile", "{\(caller)}")
        #expect(confirmed.attribute("email") == "c@new.example")
        #expect(confirmed.attribute("email_verified") == "true")
        #expect(confirmed.attribute("name") == "Carol")
        let removed = try await dev.rpc("profileEdit", #"{\#(caller),"attributes":[{"Name":"name","Value":""}]}"#)
        #expect(removed.text == #""SUCCESS""#)
        #expect(try await dev.rpc("profile", "{\(caller)}").attribute("name") == nil)

        #expect(try await dev.rpc("getMfa", "{\(caller)}").text == "null")
        #expect(try await dev.rpc("getMfa", "{\(nobody)}").status == 401)
        let early = try await dev.rpc("setMfa", #"{\#(caller),"enableMfa":true}"#)
        #expect(early.status == 409)
        #expect(early("code") == "InvalidParameterException")
        #expect(try await dev.rpc("setMfa", "{\(caller)}").status == 422)

        let number = try await dev.rpc("profileEditPhoneNumber", #"{\#(caller),"phone_number":"+15555550100"}"#)
        #expect(number.text == #""SUCCESS""#)
        let wrong = try await dev.rpc("profileEditPhoneNumber", #"{\#(caller),"phone_number":"12"}"#)
        #expect(wrong.status == 422)
        #expect(wrong("code") == "InvalidParameterException")
        #expect(try await dev.rpc("setMfa", #"{\#(caller),"enableMfa":true}"#).text == #""SUCCESS""#)
        let options = try await dev.rpc("getMfa", "{\(caller)}")
        #expect(options.text == #"[{"AttributeName":"phone_number","DeliveryMedium":"SMS"}]"#)
        #expect(try await dev.rpc("setMfa", #"{\#(caller),"enableMfa":false}"#).text == #""SUCCESS""#)
        #expect(try await dev.rpc("getMfa", "{\(caller)}").text == "null")

        // Removing the number turns its codes off.
        #expect(try await dev.rpc("setMfa", #"{\#(caller),"enableMfa":true}"#).text == #""SUCCESS""#)
        #expect(try await dev.rpc("profileEditPhoneNumber", "{\(caller)}").text == #""SUCCESS""#)
        #expect(try await dev.rpc("profile", "{\(caller)}").attribute("phone_number") == nil)
        #expect(try await dev.rpc("getMfa", "{\(caller)}").text == "null")
        try await dev.end()
    }

    @Test("passwordChange, passwordForgot, passwordReset")
    func passwords() async throws {
        let dev = try await DevByCurl(code: Self.code)
        try await dev.makeUser("carol", phone: nil, password: Self.password)
        let caller = try await dev.login("carol", Self.password)
        let change = #"{\#(caller),"oldPassword":"#
        let wrong = try await dev.rpc("passwordChange", change + #""Wr0ng!Pass","newPassword":"N3w!Passw"}"#)
        #expect(wrong.status == 401)
        #expect(wrong("code") == "NotAuthorizedException")
        let right = try await dev.rpc("passwordChange", change + #""\#(Self.password)","newPassword":"N3w!Passw"}"#)
        #expect(right.text == #""SUCCESS""#)
        _ = try await dev.login("carol", "N3w!Passw")

        let forgot = try await dev.rpc("passwordForgot", #"{"username":"carol"}"#)
        #expect(forgot.status == 200, "\(forgot.text)")
        #expect(forgot("AttributeName") == "email")
        let nobody = try await dev.rpc("passwordForgot", #"{"username":"nobody"}"#)
        #expect(nobody.members() == forgot.members())
        #expect(try await dev.rpc("passwordForgot", #"{"user":"carol"}"#).status == 400)

        let reset = #"{"username":"carol","newPassword":"0ther!Pass","passwordResetCode":"#
        let mistyped = try await dev.rpc("passwordReset", reset + #""000000"}"#)
        #expect(mistyped.status == 422)
        #expect(mistyped("code") == "CodeMismatchException")
        #expect(try await dev.rpc("passwordReset", reset + #""\#(Self.code)"}"#).text == #""SUCCESS""#)
        _ = try await dev.login("carol", "0ther!Pass")
        try await dev.end()
    }
}

/// `userpool-gateway dev` in a process of its own, called by curl.
private struct DevByCurl {
    private let program: SpawnedProcess
    private let gateway: String
    private let pool: String
    private let poolID: String

    /// Starts the program on ports that are free, with one code for every message.
    init(code: String) async throws {
        program = try SpawnedProcess(
            Bundle.main.bundleURL.appending(path: "userpool-gateway").path,
            ["dev", "--env", "--port", "0", "--pool-port", "0", "--fixed-code", code]
        )
        var variables: [String: String] = [:]
        while variables["GATEWAY_URL"] == nil {
            let parts = try await program.readLine().split(separator: "=", maxSplits: 1).map(String.init)
            try #require(parts.count == 2)
            variables[parts[0]] = parts[1]
        }
        gateway = try #require(variables["GATEWAY_URL"])
        pool = try #require(variables["USERPOOL_POOL_ENDPOINT"])
        poolID = try #require(variables["USERPOOL_POOL_ID"])
    }

    func end() async throws {
        kill(program.id, SIGINT)
        #expect(try await program.waitForEnd().status == 0)
    }

    /// Calls a method.
    func rpc(_ method: String, _ body: String) async throws -> Transcript {
        try await curl("\(gateway)/rpc/\(method)", body, ["Content-Type: application/json"])
    }

    /// Signs in; what comes back says who calls, as the methods take it.
    func login(_ username: String, _ password: String) async throws -> String {
        let tokens = try await rpc("login", #"{"username":"\#(username)","password":"\#(password)"}"#)
        let (id, access) = (try #require(tokens("idToken"), "\(tokens.text)"), try #require(tokens("accessToken")))
        return #""username":"\#(username)","idToken":"\#(id)","accessToken":"\#(access)""#
    }

    /// Makes a user as an administrator; without a password the user must choose one.
    func makeUser(_ username: String, phone: String?, password: String?) async throws {
        try await administrate("AdminCreateUser", InvitedUser.members(username, phone: phone))
        guard let password else { return }
        try await administrate(
            "AdminSetUserPassword",
            #""Username":"\#(username)","Password":"\#(password)","Permanent":true"#
        )
    }

    private func administrate(_ operation: String, _ members: String) async throws {
        let answer = try await curl(
            pool,
            #"{"UserPoolId":"\#(poolID)",\#(members)}"#,
            [
                "Content-Type: application/x-amz-json-1.1",
                "X-Amz-Target: AWSCognitoIdentityProviderService.\(operation)",
            ]
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// The body goes by a file, as passwords and tokens have no place among arguments.
    private func curl(_ url: String, _ body: String, _ headers: [String]) async throws -> Transcript {
        let file = FileManager.default.temporaryDirectory.appending(path: "rpc-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(body.utf8).write(to: file)
        let curl = try SpawnedProcess(
            "curl",
            ["-sS", "-w", "\n%{http_code}", "--data-binary", "@\(file.path)"] + headers.flatMap { ["-H", $0] } + [url]
        )
        let (output, status) = try await curl.waitForEnd()
        try #require(status == 0)
        let end = try #require(output.lastIndex(of: "\n"))
        let code = try #require(Int(output[output.index(after: end)...]))
        return Transcript(status: code, text: String(output[..<end]))
    }
}

/// What curl printed.
private struct Transcript {
    let status: Int
    let text: String

    private var json: JSONValue? { try? JSONReader().read(Array(text.utf8)) }

    /// The value at a path of member names, as text.
    func callAsFunction(_ path: String...) -> String? {
        let value = path.reduce(json) { $0?.object?[$1] }
        return value?.string ?? value?.bool.map { "\($0)" } ?? value?.number?.text
    }

    func members() -> [String] { json?.object?.members.map(\.name).sorted() ?? [] }

    /// The value of an attribute in a list of names and values.
    func attribute(_ name: String) -> String? {
        json?.array?.compactMap(\.object).first { $0["Name"]?.string == name }?["Value"]?.string
    }
}
