internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import OneTimePassword

/// One user of a seed.
struct SeedUser: Sendable {
    let username: String
    let sub: String?
    let password: String?
    let verifier: SRPVerifier?
    let status: UserStatusType
    let isEnabled: Bool
    let attributes: [String: String]
    let groups: [String]
    let factors: SecondFactors?

    private static let statuses: [UserStatusType] = [
        .confirmed, .forceChangePassword, .unconfirmed, .resetRequired,
    ]

    /// Reads a user.
    init(_ node: SeedNode) throws(LocalPoolError) {
        let members = try node.members(
            "username",
            "sub",
            "password",
            "verifier",
            "status",
            "enabled",
            "attributes",
            "groups",
            "mfa",
            "preferredMfa",
            "totpSecret"
        )
        username = try members.required("username").text()
        guard (1...128).contains(username.unicodeScalars.count) else {
            throw node.complaint("a username has 1 to 128 characters")
        }
        sub = try members["sub"]?.text().lowercased()
        guard sub.map(UUIDText.isWellFormed) ?? true else { throw node.complaint("sub must be a UUID") }
        password = try members["password"]?.text()
        guard password == nil || members["verifier"] == nil else {
            throw node.complaint("password and verifier exclude each other")
        }
        verifier = try Self.verifier(members["verifier"])
        status = UserStatusType(rawValue: try members["status"]?.text() ?? UserStatusType.confirmed.rawValue)
        guard Self.statuses.contains(status) else {
            throw node.complaint("status is one of \(Self.statuses.map(\.rawValue).joined(separator: ", "))")
        }
        isEnabled = try members["enabled"]?.flag() ?? true
        attributes = try members["attributes"]?.texts() ?? [:]
        groups = try members.list("groups").map { node throws(LocalPoolError) in try node.text() }
        factors = try Self.factors(members, node)
    }

    /// `Salt` and `PasswordVerifier`, in the form of `DeviceSecretVerifierConfig`.
    private static func verifier(_ node: SeedNode?) throws(LocalPoolError) -> SRPVerifier? {
        guard let node else { return nil }
        let members = try node.members("salt", "verifier")
        let (salt, verifier) = (try members.required("salt").text(), try members.required("verifier").text())
        do throws(SRPError) {
            return try SRPVerifier(saltBase64: salt, verifierBase64: verifier)
        } catch {
            throw node.complaint(error.message)
        }
    }

    private static func factors(_ members: SeedMembers, _ node: SeedNode) throws(LocalPoolError) -> SecondFactors? {
        var factors = SecondFactors()
        if let secret = try members["totpSecret"]?.text() {
            guard (try? OneTimePasswordSecret(base32: secret)) != nil else {
                throw node.complaint("totpSecret must be base32")
            }
            factors.totp = SecondFactors.AuthenticatorApp(secret: secret, isOn: true)
        }
        for name in try members.list("mfa") {
            let factor = ChallengeNameType(rawValue: try name.text())
            switch factor {
            case .smsMFA: factors.sms = true
            case .emailOTP: factors.email = true
            case .softwareTokenMFA where factors.totp != nil: break
            case .softwareTokenMFA: throw node.complaint("SOFTWARE_TOKEN_MFA needs a totpSecret")
            default: throw name.complaint("this is one of SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP")
            }
        }
        if let preferred = members["preferredMfa"] {
            factors.preferred = ChallengeNameType(rawValue: try preferred.text())
            guard let factor = factors.preferred, factors.active.contains(factor) else {
                throw preferred.complaint("this factor is not on")
            }
        }
        return factors == SecondFactors() ? nil : factors
    }
}

extension UUIDText {
    /// Whether a text is a UUID in lower case.
    static func isWellFormed(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
