import ByteCoding
import CognitoClient
import CognitoJWT
import Foundation
import HTTPTypes
import LocalPool
import Synchronization
import Testing
import UserPoolKit

@testable import userpool_gateway

/// A gateway in front of a pool that really verifies, in the same process, with a clock that a test moves.
struct LocalBench: Sendable {
    static let password = "Passw0rd!"

    let local: LocalPool
    let home: PoolSummary
    let time = MovedTime()
    let bench: GatewayBench

    init(
        flow: SignInFlow = .srp,
        rules: RequestRules = RequestRules(),
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) async throws {
        var configuration = LocalPoolConfiguration()
        configuration.clock = { [time] in time.now }
        change(&configuration)
        local = try LocalPool(configuration: configuration)
        home = try await local.home()
        let transport = LocalPoolTransport(local)
        let rulesOfEndpoint = try EndpointRules(custom: local.endpoint, region: Region(userPoolID: home.poolID))
        let pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: try #require(home.clientID), secret: home.clientSecret),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(endpoints: rulesOfEndpoint),
                transport: transport
            ),
            clock: { [time] in time.now }
        )
        var verification = VerificationSettings()
        verification.issuers = .custom(home.issuer)
        bench = try GatewayBench(
            pool: pool,
            flow: flow,
            rules: rules,
            verification: verification,
            keys: KeyCache(transport: transport),
            clock: { [time] in time.now }
        )
    }

    /// Calls an operation as an administrator does; `members` is the rest of an object that begins with the pool's id.
    @discardableResult
    func administrate(_ operation: String, _ members: String = "") async throws -> JSONObject {
        let body = #"{"UserPoolId":"\#(home.poolID)"\#(members.isEmpty ? "" : ",\(members)")}"#
        let answer = await local.respond(
            to: LocalPoolRequest(
                method: .post,
                path: "/",
                headers: [
                    try #require(HTTPField.Name("X-Amz-Target")): "AWSCognitoIdentityProviderService.\(operation)",
                    .contentType: "application/x-amz-json-1.1",
                ],
                body: Array(body.utf8)
            )
        )
        let text = String(decoding: answer.body, as: UTF8.self)
        try #require(answer.status == .ok, "\(text)")
        return try #require(try JSONReader().read(answer.body).object)
    }

    /// Makes a user with a password of her own and confirmed addresses.
    func makeUser(_ username: String = "alice", phone: String? = nil) async throws {
        try await inviteUser(username, phone: phone)
        try await administrate(
            "AdminSetUserPassword",
            #""Username":"\#(username)","Password":"\#(Self.password)","Permanent":true"#
        )
    }

    /// Makes a user who must choose a password.
    func inviteUser(_ username: String, phone: String? = nil, password: String = "Tempor4ry!") async throws {
        try await administrate("AdminCreateUser", InvitedUser.members(username, phone: phone, password: password))
    }

    /// Has the pool ask for second factors, all of them.
    func askForFactors(_ mode: String = "OPTIONAL") async throws {
        try await administrate(
            "SetUserPoolMfaConfig",
            #"""
            "SmsMfaConfiguration":{"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"}},\#
            "SoftwareTokenMfaConfiguration":{"Enabled":true},"EmailMfaConfiguration":{},"MfaConfiguration":"\#(mode)"
            """#
        )
    }

    /// Has the pool remember devices; the other settings of the pool fall back to what they are at first.
    func trackDevices(sparingSecondFactor: Bool) async throws {
        try await administrate(
            "UpdateUserPool",
            #"""
            "DeviceConfiguration":{"ChallengeRequiredOnNewDevice":\#(sparingSecondFactor),\#
            "DeviceOnlyRememberedOnUserPrompt":false},"AutoVerifiedAttributes":["email"],\#
            "EmailConfiguration":{"EmailSendingAccount":"DEVELOPER",\#
            "SourceArn":"arn:aws:ses:us-east-1:123456789012:identity/pool@example.com"}
            """#
        )
    }

    /// The newest code that was sent.
    func code(for username: String = "alice") async throws -> String {
        try #require(try await local.nextCode(for: username)?.code)
    }

    /// What the user's app shows.
    func appCode(for username: String = "alice") async throws -> String {
        try #require(try await local.authenticatorCode(for: username)?.code)
    }

    /// A code that is not the right one.
    static func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }

    /// Runs a test against the gateway.
    func test<Value: Sendable>(
        over medium: Medium = .memory,
        _ body: @Sendable (Caller) async throws -> Value
    ) async throws -> Value {
        try await bench.test(over: medium, body)
    }
}

/// What an administrator sends of a user to make.
enum InvitedUser {
    /// The members of `AdminCreateUser` for a user with confirmed addresses, who must choose a password.
    static func members(_ username: String, phone: String?, password: String = "Tempor4ry!") -> String {
        var attributes = [
            #"{"Name":"email","Value":"\#(username)@example.com"}"#, #"{"Name":"email_verified","Value":"true"}"#,
        ]
        if let phone {
            attributes.append(#"{"Name":"phone_number","Value":"\#(phone)"}"#)
            attributes.append(#"{"Name":"phone_number_verified","Value":"true"}"#)
        }
        return #"""
            "Username":"\#(username)","TemporaryPassword":"\#(password)","MessageAction":"SUPPRESS",\#
            "UserAttributes":[\#(attributes.joined(separator: ","))]
            """#
    }
}

/// A clock that stands until it is moved.
final class MovedTime: Sendable {
    private let moment = Mutex(UnixTime(seconds: 1_767_413_106))

    var now: UnixTime { moment.withLock { $0 } }

    func move(by duration: Duration) {
        moment.withLock { $0 = $0.adding(duration) }
    }
}

extension Caller {
    /// Sends a request with a body and an access token, as far as they are given.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        bearer: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        if body != nil { headers[.contentType] = "application/json" }
        if let bearer { headers[.authorization] = "Bearer \(bearer)" }
        return try await send(method, path, headers: headers, body: body)
    }

    /// Signs in with a password.
    func signIn(_ username: String = "alice", _ more: String = "") async throws -> Answer {
        try await post("/v1/sessions", #"{"username":"\#(username)","password":"\#(LocalBench.password)"\#(more)}"#)
    }

    /// The access token of a sign-in that ends at once.
    func accessToken(of username: String = "alice") async throws -> String {
        try #require(try await signIn(username)("tokens", "accessToken"))
    }

    /// Answers the challenge of an answer.
    func answer(_ challenge: Answer, _ members: String) async throws -> Answer {
        let token = try #require(challenge("challenge", "token"), "\(challenge.text)")
        return try await post("/v1/sessions/challenge", #"{"token":"\#(token)",\#(members)}"#)
    }
}

extension Answer {
    /// The value at a path of member names.
    func json(_ path: String...) -> JSONValue? {
        var value = try? JSONReader().read(Array(text.utf8))
        for name in path { value = value?.object?[name] }
        return value
    }

    /// The texts of an array at a path of member names.
    func texts(_ path: String...) -> [String]? {
        var value = try? JSONReader().read(Array(text.utf8))
        for name in path { value = value?.object?[name] }
        return value?.array?.compactMap(\.string)
    }
}
