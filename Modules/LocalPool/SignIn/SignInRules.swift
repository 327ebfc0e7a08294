internal import CognitoWire

/// What a sign-in has to pass after its first factor, and in which order.
struct SignInRules: Equatable {
    /// What the pool asks for.
    var mfa: UserPoolMfaType = .off
    /// The user's second factors that are on and that the pool offers.
    var factors: [ChallengeNameType] = []
    /// The one of them that the user prefers.
    var preferred: ChallengeNameType?
    /// The second factors that the pool offers.
    var offered: [ChallengeNameType] = []
    /// Whether the first factor alone shows enough: a passkey, a code, the pool's own triggers.
    var needsSecondFactor = true
    var passedSecondFactor = false
    /// The device that signs in, if the user has it remembered.
    var rememberedDevice: String?
    /// Whether a remembered device stands in for the second factor.
    var deviceSparesSecondFactor = false
    var passedDevice = false
    /// Whether the password is an administrator's.
    var mustChangePassword = false

    /// What comes next.
    enum Next: Equatable {
        case newPassword
        case proveDevice(String)
        case secondFactor(ChallengeNameType)
        case chooseFactor([ChallengeNameType])
        case setUpFactor([ChallengeNameType])
        case tokens
    }

    /// Decides.
    var next: Next {
        if mustChangePassword { return .newPassword }
        let pendingDevice = passedDevice ? nil : rememberedDevice
        if let pendingDevice, deviceSparesSecondFactor { return .proveDevice(pendingDevice) }
        if let factor = nextFactor { return factor }
        return pendingDevice.map { .proveDevice($0) } ?? .tokens
    }

    private var nextFactor: Next? {
        guard needsSecondFactor, !passedSecondFactor, mfa == .on || mfa == .optional else { return nil }
        guard !(passedDevice && deviceSparesSecondFactor) else { return nil }
        if let preferred, factors.contains(preferred) { return .secondFactor(preferred) }
        guard let only = factors.first else { return mfa == .on ? .setUpFactor(offered) : nil }
        return factors.count == 1 ? .secondFactor(only) : .chooseFactor(factors)
    }
}
