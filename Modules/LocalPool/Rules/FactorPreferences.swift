internal import CognitoWire

/// What a request says about a user's second factors; of a factor that it does not mention nothing changes.
struct FactorPreferences {
    private var settings: [(factor: ChallengeNameType, isOn: Bool, isPreferred: Bool)] = []

    init(
        sms: SMSMfaSettingsType?,
        app: SoftwareTokenMfaSettingsType?,
        email: EmailMfaSettingsType?,
        passkeys: WebAuthnMfaSettingsType?
    ) throws {
        if let sms { add(.smsMFA, sms.enabled, sms.preferredMFA) }
        if let app { add(.softwareTokenMFA, app.enabled, app.preferredMFA) }
        if let email { add(.emailOTP, email.enabled, email.preferredMFA) }
        guard passkeys?.enabled != true else { throw Refusal.notOffered("MFA with passkeys") }
    }

    private mutating func add(_ factor: ChallengeNameType, _ isOn: Bool?, _ isPreferred: Bool?) {
        settings.append((factor, isOn == true, isPreferred == true))
    }

    /// Changes a user's factors.
    ///
    /// - Parameters:
    ///   - factors: What the user had.
    ///   - attributes: The user's attributes, which hold the addresses.
    ///   - pool: The user's pool, which offers factors, or insists on them: then none can be turned off, only preferred.
    /// - Returns: What the user has then.
    /// - Throws: ``Refusal`` if a factor cannot be turned on, or more than one is to be preferred.
    func applied(
        to factors: SecondFactors,
        attributes: [String: String],
        in pool: UserPoolRecord
    ) throws -> SecondFactors {
        guard settings.filter(\.isPreferred).count <= 1 else {
            throw Refusal.invalidParameter("Only one MFA factor can be set as preferred")
        }
        var factors = factors
        for (factor, isOn, isPreferred) in settings {
            guard isOn || !isPreferred else {
                throw Refusal.invalidParameter("\(factor.rawValue) cannot be preferred without being enabled")
            }
            if isOn { try Self.refuseUnusable(factor, factors, attributes, pool.secondFactors) }
            let staysOn = pool.requiresMFA && factors.isOn(factor)
            factors.set(factor, isOn: isOn || staysOn, isPreferred: isPreferred)
        }
        return factors
    }

    private static func refuseUnusable(
        _ factor: ChallengeNameType,
        _ factors: SecondFactors,
        _ attributes: [String: String],
        _ offered: [ChallengeNameType]
    ) throws {
        if factor == .softwareTokenMFA, factors.totp == nil, factors.pendingSecret != nil {
            throw Refusal.invalidParameter("User has not verified software token mfa")
        }
        let hasPlace =
            switch factor {
            case .smsMFA: attributes["phone_number"] != nil
            case .emailOTP: attributes["email"] != nil
            default: factors.totp != nil
            }
        guard offered.contains(factor), hasPlace else {
            throw Refusal.invalidParameter("User does not have delivery config set to turn on \(factor.rawValue)")
        }
    }
}
