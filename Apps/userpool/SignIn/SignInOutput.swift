import AppSupport
import ByteCoding
import CognitoWire
import Foundation
import UserPoolKit

extension SignedIn {
    /// The end of a sign-in as it is printed; the tokens themselves only where a program reads them.
    func outputValue(withTokens: Bool) -> JSONValue {
        .members([
            "status": .string("signedIn"),
            "tokens": withTokens ? tokens.outputValue : nil,
            "user": .members(["username": .string(tokens.username), "sub": .string(tokens.subject)]),
            "deviceKey": session.device.map { .string($0.key) },
            "accessTokenExpiresAt": withTokens ? nil : .time(tokens.accessTokenExpiresAt),
        ])
    }
}

extension TokenSet {
    /// The tokens in clear.
    var outputValue: JSONValue {
        .members([
            "accessToken": .string(accessToken.value),
            "idToken": idToken.map { .string($0.value) },
            "refreshToken": refreshToken.map { .string($0.value) },
            "tokenType": .string(tokenType),
            "accessTokenExpiresAt": .time(accessTokenExpiresAt),
            "idTokenExpiresAt": idTokenExpiresAt.map { .time($0) },
        ])
    }
}

extension SignInChallenge {
    /// The challenge as it is printed, in the words of the gateway.
    ///
    /// - Parameter app: The authenticator app that has just been given its secret.
    /// - Returns: The status and the challenge.
    func outputValue(with app: AppInvitation? = nil) -> JSONValue {
        .members(["status": .string("challenge"), "challenge": details(app)])
    }

    private func details(_ app: AppInvitation?) -> JSONValue {
        let common: [JSONObject.Member] = [
            .init(name: "type", value: .string(typeName)),
            .init(name: "expiresAt", value: .number(JSONNumber(expiresAt.seconds))),
        ]
        return .object(JSONObject(members: common + JSONObject(particulars(app)).members))
    }

    private func particulars(_ app: AppInvitation?) -> KeyValuePairs<String, JSONValue?> {
        switch kind {
        case .smsCode(let delivery), .emailCode(let delivery): ["delivery": delivery.outputValue]
        case .newPassword(let required): ["requiredAttributes": .texts(required)]
        case .totpCode(let appName): ["name": appName.flatMap { $0.isEmpty ? nil : .string($0) }]
        case .chooseMFA(let methods): ["options": .texts(methods.map(\.shortName))]
        case .setUpMFA(let methods):
            [
                "options": .texts(methods.map(\.shortName)),
                "secret": app.map { .string($0.secret.value) },
                "uri": app.map { .string($0.uri.value) },
            ]
        case .chooseFirstFactor(let factors): ["options": .texts(factors.map(\.shortName))]
        case .custom(let parameters): ["parameters": .map(parameters)]
        case .passkey(let options): ["parameters": .map(["options": options])]
        case .password: [:]
        case .other(let name): ["name": .string(name.rawValue), "parameters": .map(parameters.value)]
        }
    }

    /// The options of `login` that answer it.
    var answeringOptions: String {
        switch kind {
        case .smsCode, .emailCode, .totpCode: "--code"
        case .chooseMFA: "--choice"
        case .setUpMFA where isAppBeingSetUp: "--code"
        case .setUpMFA: "--choice totp or --email"
        case .newPassword: "--new-password-stdin or --new-password-file"
        case .custom: "--answer or --answer-stdin"
        case .chooseFirstFactor: "--choice, with --password-stdin or --password-file where it is a password"
        case .password: "--password-stdin or --password-file"
        case .passkey: "--credential-file, --credential-stdin or --passkey-file"
        case .other: "--responses-stdin"
        }
    }
}

extension CodeDelivery {
    /// The delivery as it is printed.
    var outputValue: JSONValue {
        .members([
            "medium": medium.map { .string($0.rawValue.lowercased()) },
            "destination": destination.map { .string($0) },
            "attribute": attributeName.map { .string($0) },
        ])
    }
}
