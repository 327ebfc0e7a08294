public import CognitoWire

/// What to do about one second factor.
public enum MFAChange: Hashable, Sendable {
    /// On, and asked for first if `isPreferred`.
    case on(isPreferred: Bool = false)
    /// Off.
    case off
}

/// What a user has set up to sign in with.
public struct UserFactors: Codable, Hashable, Sendable {
    /// The second factors that are on.
    public let mfaMethods: [MFAMethod]
    /// The second factor that is asked for first.
    public let preferredMFAMethod: MFAMethod?
    /// The ways to sign in, in the flow `USER_AUTH`.
    public let firstFactors: [FirstFactor]
}

extension UserPool {
    /// Turns second factors on and off (`SetUserMFAPreference`), and leaves the others, and what is preferred, as they are.
    ///
    /// The service forgets the preference when a factor is turned on without one: what is preferred now is read first and
    /// sent along, unless a change says otherwise.
    ///
    /// - Parameters:
    ///   - changes: What changes, by factor.
    ///   - accessToken: The user's access token.
    /// - Returns: The user as the service has it afterwards.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/mfaNotEnrolled`` for an app that was not set up.
    public func setMFA(
        _ changes: [MFAMethod: MFAChange],
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) -> UserProfile {
        let before = try await profile(accessToken: accessToken)
        guard !changes.isEmpty else { return before }
        if let unknown = changes.keys.first(where: { ![.sms, .totp, .email].contains($0) }) {
            throw UserPoolError(.invalidParameter, "\(unknown.rawValue) is no second factor")
        }
        let settings = MFASettings(changes, before: before)
        _ = try await call(
            SetUserMFAPreference.self,
            SetUserMFAPreferenceRequest(
                accessToken: accessToken,
                emailMFASettings: settings[.email].map {
                    EmailMfaSettingsType(enabled: $0.isOn, preferredMFA: $0.isPreferred)
                },
                smsMFASettings: settings[.sms].map {
                    SMSMfaSettingsType(enabled: $0.isOn, preferredMFA: $0.isPreferred)
                },
                softwareTokenMFASettings: settings[.totp].map {
                    SoftwareTokenMfaSettingsType(enabled: $0.isOn, preferredMFA: $0.isPreferred)
                }
            )
        )
        return try await profile(accessToken: accessToken)
    }

    /// Reads which factors the user has set up (`GetUserAuthFactors`).
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The factors.
    /// - Throws: ``UserPoolError``.
    public func factors(accessToken: Sensitive<String>) async throws(UserPoolError) -> UserFactors {
        let answer = try await call(GetUserAuthFactors.self, GetUserAuthFactorsRequest(accessToken: accessToken))
        return UserFactors(
            mfaMethods: (answer.userMFASettingList ?? []).map { MFAMethod(rawValue: $0) },
            preferredMFAMethod: answer.preferredMFASetting.map { MFAMethod(rawValue: $0) },
            firstFactors: (answer.configuredUserAuthFactors ?? []).map { FirstFactor(rawValue: $0.rawValue) }
        )
    }

    /// Turns all second factors off that are on.
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The user as the service has it afterwards.
    /// - Throws: ``UserPoolError``.
    public func disableMFA(accessToken: Sensitive<String>) async throws(UserPoolError) -> UserProfile {
        let before = try await profile(accessToken: accessToken)
        let methods = before.mfaMethods.filter { [.sms, .totp, .email].contains($0) }
        let changes = Dictionary(methods.map { ($0, MFAChange.off) }) { _, last in last }
        return try await setMFA(changes, accessToken: accessToken)
    }
}

/// The settings to send, so that what is not named stays as it is.
struct MFASettings {
    struct Setting: Equatable {
        let isOn: Bool
        let isPreferred: Bool
    }

    private var settings: [MFAMethod: Setting] = [:]

    init(_ changes: [MFAMethod: MFAChange], before: UserProfile) {
        let prefers = changes.values.contains(.on(isPreferred: true))
        for (method, change) in changes {
            switch change {
            case .off: settings[method] = Setting(isOn: false, isPreferred: false)
            case .on(let isPreferred):
                let keeps = !prefers && before.preferredMFAMethod == method
                settings[method] = Setting(isOn: true, isPreferred: isPreferred || keeps)
            }
        }
        // Whoever is preferred now and is not named goes along: still preferred, or no longer.
        if let preferred = before.preferredMFAMethod, settings[preferred] == nil,
            before.mfaMethods.contains(preferred)
        {
            settings[preferred] = Setting(isOn: true, isPreferred: !prefers)
        }
    }

    subscript(method: MFAMethod) -> Setting? { settings[method] }
}
