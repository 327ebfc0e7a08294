internal import CognitoWire

extension HostedSignIn {
    /// What a step of the sign-in looks like.
    func outcome(of step: SignInStep) throws -> Outcome {
        switch step {
        case .signedIn(let user): return .signedIn(user)
        case .tokens: throw Refusal(.internalError, "The sign-in came to another end")
        case .challenge(let name, let session, let parameters, let available):
            return .page(try page(for: name, session: session, parameters, available ?? []))
        }
    }

    private func page(
        for challenge: ChallengeNameType,
        session: String?,
        _ parameters: [String: String],
        _ available: [ChallengeNameType]
    ) throws -> SignInPage {
        // The name that the challenge has to be answered under.
        let name = parameters["USERNAME"] ?? parameters["USER_ID_FOR_SRP"] ?? username
        var page = SignInPage(Self.kind(of: challenge), facts, username: name)
        switch challenge {
        case .selectChallenge:
            let choices = available.filter { $0 != .passwordSRP }
            if choices == [.password] { page = SignInPage(.password, facts, username: name) }
            page.choices = choices.map(\.rawValue)
        case .selectMFAType: page.choices = Self.list(parameters["MFAS_CAN_CHOOSE"])
        case .mfaSetup: return try setUpPage(name, session: session, Self.list(parameters["MFAS_CAN_SETUP"]))
        case .newPasswordRequired:
            page.attributes = Self.list(parameters["requiredAttributes"]).map {
                $0.hasPrefix("userAttributes.") ? String($0.dropFirst("userAttributes.".count)) : $0
            }
        case .webAuthn: page.passkeyOptions = parameters["CREDENTIAL_REQUEST_OPTIONS"]
        case .smsMFA, .emailOTP, .smsOTP, .softwareTokenMFA:
            page.destination = parameters["CODE_DELIVERY_DESTINATION"]
        default: throw Refusal.invalidParameter("The page cannot answer \(challenge.rawValue)")
        }
        page.challenge = challenge.rawValue
        page.session = session
        return page
    }

    private static func kind(of challenge: ChallengeNameType) -> SignInPage.Kind {
        switch challenge {
        case .newPasswordRequired: .newPassword
        case .selectChallenge, .selectMFAType: .choice
        case .webAuthn: .passkey
        default: .code
        }
    }

    /// A list that is JSON in a text.
    private static func list(_ text: String?) -> [String] {
        text.flatMap { try? WireCoder().decode([String].self, from: Array($0.utf8)) } ?? []
    }
}
