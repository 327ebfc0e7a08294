import AppSupport
import ByteCoding
import CognitoWire
import Hummingbird
import UserPoolKit

/// The 17 methods by name.
enum RPCMethod {
    typealias Handler = @Sendable (Request, RPCCall) async throws -> Response

    static let all: [String: Handler] = [
        "signup": reading(RPCSignUp.self) { body, call in
            try await Response.json(
                call.methods.signup(
                    username: body.username,
                    password: body.password,
                    attributes: body.attributes
                )
            )
        },
        "signupConfirm": reading(RPCConfirmation.self) { body, call in
            try await call.checkingCode {
                try await call.methods.signupConfirm(
                    username: body.username,
                    confirmationCode: body.code,
                    forceAliasCreation: body.forcesAlias
                )
            }
            return try success()
        },
        "signupResend": reading(RPCUsername.self) { body, call in
            try await call.sendingCode(to: body.username) {
                try await call.methods.signupResend(username: body.username)
            }
        },
        "login": reading(RPCLogin.self) { body, call in
            try await call.signingIn { try await call.methods.login(username: body.username, password: body.password) }
        },
        "loginMfa": reading(RPCLoginCode.self) { body, call in
            try await call.signingIn {
                try await call.methods.loginMfa(loginSession: call.challenge(body.session), mfaCode: body.code)
            }
        },
        "loginNewPasswordRequired": reading(RPCNewPassword.self) { body, call in
            try await call.signingIn {
                try await call.methods.loginNewPasswordRequired(
                    loginSession: call.challenge(body.session),
                    newPassword: body.password,
                    attributes: body.attributes
                )
            }
        },
        "logout": authenticated(RPCNothing.self) { _, caller, call in
            try await call.methods.logout(caller)
            return try success()
        },
        "refreshSession": authenticated(RPCNothing.self) { _, caller, call in
            try await Response.json(call.methods.refreshSession(caller))
        },
        "getMfa": authenticated(RPCNothing.self) { _, caller, call in
            try await Response.json(call.methods.getMfa(caller))
        },
        "setMfa": authenticated(RPCSetMfa.self) { body, caller, call in
            try await call.methods.setMfa(caller, enableMfa: body.isOn)
            return try success()
        },
        "profile": authenticated(RPCNothing.self) { _, caller, call in
            try await Response.json(call.methods.profile(caller))
        },
        "profileEdit": authenticated(RPCProfile.self) { body, caller, call in
            try await call.methods.profileEdit(caller, attributes: body.attributes)
            return try success()
        },
        "profileAttributeConfirm": authenticated(RPCAttributeCode.self) { body, caller, call in
            try await call.methods.profileAttributeConfirm(
                caller,
                attribute: body.attribute,
                confirmationCode: body.code
            )
            return try success()
        },
        "profileEditPhoneNumber": authenticated(RPCPhone.self) { body, caller, call in
            try await call.methods.profileEditPhoneNumber(caller, phoneNumber: body.number)
            return try success()
        },
        "passwordChange": authenticated(RPCPasswordChange.self) { body, caller, call in
            try await call.methods.passwordChange(caller, oldPassword: body.old, newPassword: body.new)
            return try success()
        },
        "passwordForgot": reading(RPCUsername.self) { body, call in
            try await call.sendingCode(to: body.username) {
                try await call.methods.passwordForgot(username: body.username)
            }
        },
        "passwordReset": reading(RPCReset.self) { body, call in
            try await call.checkingCode {
                try await call.methods.passwordReset(
                    username: body.username,
                    passwordResetCode: body.code,
                    newPassword: body.password
                )
            }
            return try success()
        },
    ]

    private static func success() throws -> Response { try Response.json("SUCCESS") }

    private static func reading<Body: RequestBody & SendableMetatype>(
        _ type: Body.Type,
        _ perform: @escaping @Sendable (Body, RPCCall) async throws -> Response
    ) -> Handler {
        { request, call in
            let body = try await request.decoded(as: type, under: call.gateway.rules, in: call.context)
            return try await perform(body, call)
        }
    }

    private static func authenticated<Body: RequestBody & SendableMetatype>(
        _ type: Body.Type,
        _ perform: @escaping @Sendable (Body, CognitoUserPoolMethods.Caller, RPCCall) async throws -> Response
    ) -> Handler {
        reading(RPCAuthenticated<Body>.self) { body, call in try await perform(body.parameters, body.caller, call) }
    }
}

extension RPCCall {
    /// Answers a sign-in, and tells nobody who exists.
    fileprivate func signingIn(_ sign: () async throws -> LoginResult) async throws -> Response {
        do {
            switch try await sign() {
            case .tokens(let tokens): return try Response.json(tokens)
            case .nextStep(let step): return try Response.json(RPCStep(step, sealedBy: gateway.sealer))
            }
        } catch {
            let problem = gateway.rules.hidingUser(ofSignIn: Problem(describing: error), withPassword: true)
            throw problem
        }
    }

    /// Takes a code, and tells nobody who exists.
    fileprivate func checkingCode(_ check: () async throws -> Void) async throws {
        do {
            try await check()
        } catch {
            throw gateway.rules.hidingUser(ofCode: Problem(describing: error))
        }
    }

    /// Sends a code; whoever does not exist is shown what could have been, as the service does in a pool that hides its
    /// users.
    fileprivate func sendingCode(
        to username: String,
        _ send: () async throws -> CodeDeliveryDetails
    ) async throws -> Response {
        do {
            return try await Response.json(send())
        } catch {
            let problem = Problem(describing: error)
            guard gateway.rules.keepsQuiet(about: problem) else { throw problem }
            context.record.note(problem: problem.code.name, serviceRequestID: problem.cognito?.requestId)
            return try Response.json(decoy(for: username))
        }
    }

    /// A masked address: of the name itself if it is an address, and else always the same one for a name.
    private func decoy(for username: String) throws -> CodeDeliveryDetails {
        let parts = username.split(separator: "@", maxSplits: 1)
        let letters: [Character]
        if parts.count == 2, let name = parts[0].first, let host = parts[1].first {
            letters = [name, host]
        } else {
            letters = try gateway.sealer.derive(username, byteCount: 2).map { byte in
                Character(UnicodeScalar(UInt8(ascii: "a") + byte % 26))
            }
        }
        return CodeDeliveryDetails(
            attributeName: "email",
            deliveryMedium: DeliveryMediumType.email.rawValue,
            destination: letters.map { "\($0)***" }.joined(separator: "@")
        )
    }
}

/// What a sign-in waits for, as the package says it.
private struct RPCStep: Encodable {
    let nextStep: String
    let loginSession: String
    let requiredAttributes: [String]?

    init(_ step: LoginStep, sealedBy sealer: Sealer) throws {
        nextStep = step.nextStep
        loginSession = try sealer.seal(step.loginSession)
        requiredAttributes = step.requiredAttributes
    }
}
