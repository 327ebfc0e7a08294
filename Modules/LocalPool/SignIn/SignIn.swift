internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One sign-in while a call works on it: from the first parameters, or from the challenge that was waiting, to the next
/// challenge or the tokens.
struct SignIn {
    let call: Call
    let client: AppClientRecord
    let pool: UserPoolRecord
    /// `ClientMetadata` of this call, for the pool's triggers.
    let metadata: [String: String]
    var progress: SignInProgress
    /// Who signs in; `nil` if nobody has the name, which the client hides.
    var user: UserRecord?

    /// Goes on to what comes after all that was passed.
    mutating func proceed() throws -> SignInStep {
        guard let user else { throw Refusal.wrongCredentials }
        switch try rules(for: user).next {
        case .newPassword: return try newPasswordChallenge(of: user)
        case .proveDevice(let key): return try deviceChallenge(key)
        case .secondFactor(let factor): return try challenge(factor, of: user)
        case .chooseFactor(let factors): return try selectionChallenge(factors)
        case .setUpFactor(let factors): return try setUpChallenge(factors)
        case .tokens: return try tokens(for: user)
        }
    }

    /// Begins to wait for an answer.
    func challenge(
        _ name: ChallengeNameType,
        _ parameters: [String: String],
        remembering change: (inout ChallengeState) -> Void = { _ in }
    ) throws -> SignInStep {
        var state = ChallengeState(progress)
        change(&state)
        return .challenge(name, session: try call.startSession(name, state, client: client), parameters: parameters)
    }

    private func rules(for user: UserRecord) throws -> SignInRules {
        var rules = SignInRules()
        rules.mfa = pool.details.mfaConfiguration ?? .off
        rules.offered = pool.secondFactors
        rules.factors = usableFactors(of: user)
        rules.preferred = user.factors?.preferred
        rules.needsSecondFactor = progress.firstFactor == .password && progress.flow != .custom
        rules.passedSecondFactor = progress.passedSecondFactor
        rules.rememberedDevice = try rememberedDevice(of: user)?.key
        rules.deviceSparesSecondFactor = pool.details.deviceConfiguration?.challengeRequiredOnNewDevice == true
        rules.passedDevice = progress.passedDevice
        rules.mustChangePassword = user.status == .forceChangePassword && progress.firstFactor == .password
        return rules
    }

    private func tokens(for user: UserRecord) throws -> SignInStep {
        // Much may have happened since the first factor.
        try refuseClosed(user)
        guard !progress.isHosted else {
            try call.postAuthentication(user, client: client, in: pool, isNewDevice: false, metadata: metadata)
            return .signedIn(user)
        }
        let tracksDevice = pool.tracksDevices && progress.deviceKey == nil
        try call.postAuthentication(user, client: client, in: pool, isNewDevice: tracksDevice, metadata: metadata)
        let device = tracksDevice ? try call.makeDevice(for: user, in: pool) : nil
        let grant = TokenGrant(
            source: progress.tokenSource,
            deviceKey: device?.deviceKey ?? progress.deviceKey,
            metadata: metadata
        )
        try call.record(
            .signIn,
            .pass,
            of: user.sub,
            in: pool,
            progress.passedSecondFactor ? [.password: .success, .mfa: .success] : [.password: .success]
        )
        var tokens = try call.issueTokens(to: user, client: client, grant)
        tokens.result.newDeviceMetadata = device
        return .tokens(tokens)
    }
}
