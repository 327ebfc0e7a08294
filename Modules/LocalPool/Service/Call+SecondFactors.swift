internal import ByteCoding
internal import CognitoWire
internal import GRDB
internal import OneTimePassword

extension Call {
    /// The secret of a user's authenticator app, in base32: of the one that is being set up, else of the one that is.
    func totpSecret(of user: UserRecord) -> String? {
        user.factors?.pendingSecret ?? user.factors?.totp?.secret
    }

    /// Changes which second factors are on and which is preferred, and stores the user.
    ///
    /// - Throws: ``Refusal`` if one cannot be turned on.
    func setFactors(_ preferences: FactorPreferences, of user: UserRecord) throws {
        let pool = try pool(user.poolID)
        var user = user
        user.factors = try preferences.applied(
            to: user.factors ?? SecondFactors(),
            attributes: user.attributes,
            in: pool
        )
        user.modifiedAt = now
        try user.update(db)
    }

    /// Sets the one factor that the operations before multi-factor preferences know: codes by text message.
    ///
    /// - Throws: ``Refusal`` if anything else is asked for, or the user has no telephone.
    func setFactors(_ options: [MFAOptionType], of user: UserRecord) throws {
        let isSMS = { (option: MFAOptionType) in
            option.deliveryMedium == .sms && option.attributeName == "phone_number"
        }
        guard options.allSatisfy(isSMS) else {
            throw Refusal.invalidParameter("MFAOptions can have the delivery medium SMS to phone_number only")
        }
        let sms = SMSMfaSettingsType(enabled: !options.isEmpty)
        try setFactors(FactorPreferences(sms: sms, app: nil, email: nil, passkeys: nil), of: user)
    }

    /// A new secret for an authenticator app, in base32.
    ///
    /// - Throws: ``Refusal`` if the pool does not offer such apps.
    func makeAppSecret(in pool: UserPoolRecord) throws -> String {
        try refuseMissingApps(in: pool)
        let secret = try OneTimePasswordSecret.make(random: random).base32
        return secret.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }

    /// Judges the first code of an authenticator app.
    ///
    /// - Parameters:
    ///   - code: The code.
    ///   - secret: The secret that the app should have, in base32.
    ///   - name: What the user calls the device it runs on.
    ///   - user: Whose it is.
    ///   - session: The sign-in that the app is set up in; wrong codes count there too.
    /// - Returns: The user with the app, not stored yet. It is on if the pool insists on a second factor, or if the app that
    ///   it takes the place of was.
    /// - Throws: ``Refusal`` if the code is wrong, or codes are locked.
    func verifiedApp(
        _ code: String,
        secret: String?,
        named name: String?,
        of user: UserRecord,
        in session: SessionRecord? = nil
    ) throws -> UserRecord {
        let pool = try pool(user.poolID)
        try refuseMissingApps(in: pool)
        guard let secret else {
            throw Refusal(.softwareTokenMFANotFound, "Software Token MFA does not exist for the user.")
        }
        var app = SecondFactors.AuthenticatorApp(secret: secret, name: name)
        try checkCode(
            of: user.username,
            poolID: pool.id,
            in: session,
            otherwise: Refusal(.enableSoftwareTokenMFA, "Code mismatch and fail enable Software Token MFA")
        ) {
            guard case .accepted(let step) = try app.verdict(on: code, at: now) else { return false }
            app.lastStep = step
            return true
        }
        var user = user
        var factors = user.factors ?? SecondFactors()
        app.isOn = pool.details.mfaConfiguration == .on || factors.totp?.isOn == true
        factors.totp = app
        factors.pendingSecret = nil
        user.factors = factors
        user.modifiedAt = now
        return user
    }

    /// What a user can begin a sign-in with, and the authenticator app, as `GetUserAuthFactors` lists it.
    func configuredFactors(of user: UserRecord) throws -> [AuthFactorType] {
        let pool = try pool(user.poolID)
        let hasPasskey = try !PasskeyRecord.filter(Column("sub") == user.sub).isEmpty(db)
        let factors: [(AuthFactorType, Bool)] = [
            (.password, pool.firstFactors.contains(.password) && user.verifier != nil),
            (.emailOTP, pool.takesCodeFirst(.emailOTP) && user.attributes["email_verified"] == "true"),
            (.smsOTP, pool.takesCodeFirst(.smsOTP) && user.attributes["phone_number_verified"] == "true"),
            (.webAuthn, pool.takesPasskeys && hasPasskey),
            (.softwareToken, user.factors?.totp != nil),
        ]
        return factors.filter(\.1).map(\.0)
    }

    private func refuseMissingApps(in pool: UserPoolRecord) throws {
        guard pool.secondFactors.contains(.softwareTokenMFA) else {
            throw Refusal(.softwareTokenMFANotFound, "Software Token MFA has not been enabled by the userPool.")
        }
    }
}

extension UserRecord {
    /// The second factor of the operations before multi-factor preferences; `nil` if it is off.
    var mfaOptions: [MFAOptionType]? {
        factors?.sms == true ? [MFAOptionType(attributeName: "phone_number", deliveryMedium: .sms)] : nil
    }
}
