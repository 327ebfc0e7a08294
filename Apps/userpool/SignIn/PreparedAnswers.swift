import AppSupport
import ByteCoding
import UserPoolKit

/// What to do about a challenge.
enum ChallengeMove {
    /// Answer it.
    case answer(ChallengeAnswer)
    /// Give an authenticator app its secret first.
    case setUpApp
}

/// Answers that were given beforehand.
struct PreparedAnswers {
    var password: SecretBytes?
    var newPassword: SecretBytes?
    var attributes: [String: String] = [:]
    var code: String?
    var choice: String?
    var email: String?
    var answer: String?
    var credential: String?
    var responses: [String: String]?
    var passkeys: PasskeyFile?

    /// The options that have not been used.
    var unused: [String] {
        let options: [(String, Bool)] = [
            ("--password-…", password != nil), ("--new-password-…", newPassword != nil), ("--code", code != nil),
            ("--choice", choice != nil), ("--email", email != nil), ("--answer", answer != nil),
            ("--credential-…", credential != nil), ("--responses-stdin", responses != nil),
        ]
        return options.filter(\.1).map(\.0)
    }

    /// Takes the answer that fits; `nil` if none does.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/challengeMismatch`` for a choice that is not offered, or what the passkey
    ///   file throws.
    mutating func take(for challenge: SignInChallenge) throws -> ChallengeMove? {
        if let responses = Self.taken(&responses) { return .answer(.responses(responses)) }
        switch challenge.kind {
        case .smsCode, .emailCode, .totpCode:
            return Self.taken(&code).map { .answer(.code($0)) }
        case .newPassword:
            return Self.taken(&newPassword).map { .answer(.newPassword($0, attributes: attributes)) }
        case .chooseMFA(let methods):
            guard let name = Self.taken(&choice) else { return nil }
            return .answer(.mfaMethod(try Self.find(MFAMethod(shortName: name), in: methods, named: name)))
        case .setUpMFA(let methods):
            return try takeSetUp(methods, isBegun: challenge.isAppBeingSetUp)
        case .custom:
            return Self.taken(&answer).map { .answer(.custom($0)) }
        case .chooseFirstFactor(let factors):
            return try takeFirstFactor(factors)
        case .password:
            return Self.taken(&password).map { .answer(.password($0)) }
        case .passkey(let options):
            if let credential = Self.taken(&credential) { return .answer(.passkey(credential)) }
            return try passkeys.map { .answer(.passkey(try $0.authenticate(options: options))) }
        case .other:
            return nil
        }
    }

    private mutating func takeSetUp(_ methods: [MFAMethod], isBegun: Bool) throws -> ChallengeMove? {
        if let email = Self.taken(&email) { return .answer(.emailAddress(email)) }
        if isBegun, let code = Self.taken(&code) { return .answer(.code(code)) }
        guard let name = Self.taken(&choice) else { return nil }
        guard try Self.find(MFAMethod(shortName: name), in: methods, named: name) == .totp else {
            throw Problem(.challengeMismatch, "\(name) is set up with --email, and a phone number not in a sign-in")
        }
        return .setUpApp
    }

    private mutating func takeFirstFactor(_ factors: [FirstFactor]) throws -> ChallengeMove? {
        if let name = Self.taken(&choice) {
            let factor = try Self.find(FirstFactor(shortName: name), in: factors, named: name)
            guard factor.needsPassword else { return .answer(.firstFactor(factor)) }
            guard let password = Self.taken(&password) else {
                guard Terminal.isInteractive else {
                    throw Problem(.usage, "\(name) needs the password: --password-stdin or --password-file")
                }
                let password = try Terminal.askSecret("Password", instead: "--password-stdin or --password-file")
                return .answer(Self.proof(of: password, as: factor))
            }
            return .answer(Self.proof(of: password, as: factor))
        }
        if passkeys != nil, password == nil, factors.contains(.passkey) { return .answer(.firstFactor(.passkey)) }
        guard factors.contains(where: \.needsPassword), let password = Self.taken(&password) else { return nil }
        return .answer(Self.proof(of: password, as: factors.contains(.passwordSRP) ? .passwordSRP : .password))
    }

    /// The password as the answer to a choice.
    static func proof(of password: SecretBytes, as factor: FirstFactor) -> ChallengeAnswer {
        factor == .password ? .password(password) : .passwordSRP(password)
    }

    private static func find<Choice: Equatable>(
        _ choice: Choice,
        in choices: [Choice],
        named name: String
    ) throws -> Choice {
        guard choices.contains(choice) else {
            throw Problem(.challengeMismatch, "\(name) is not one of the choices here")
        }
        return choice
    }

    private static func taken<Value>(_ value: inout Value?) -> Value? {
        defer { value = nil }
        return value
    }
}
