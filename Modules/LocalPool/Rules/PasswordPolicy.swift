internal import CognitoWire

/// What a pool asks of passwords.
struct PasswordPolicy: Equatable, Sendable {
    var minimumLength = 8
    var needsUppercase = true
    var needsLowercase = true
    var needsDigit = true
    var needsSymbol = true
    var temporaryPasswordDays = 7
    /// How many passwords back none may be repeated, the present one included; 0 lets all be.
    var historySize = 0

    /// The service's default.
    static let standard = PasswordPolicy()

    init() {}

    /// Reads the settings of a pool; without any, the service's default holds, and each kind of character that the
    /// settings leave out is not asked for.
    init(_ wire: PasswordPolicyType?) {
        guard let wire else { return }
        minimumLength = wire.minimumLength ?? 8
        needsUppercase = wire.requireUppercase ?? false
        needsLowercase = wire.requireLowercase ?? false
        needsDigit = wire.requireNumbers ?? false
        needsSymbol = wire.requireSymbols ?? false
        // The service takes zero days for no answer.
        let days = wire.temporaryPasswordValidityDays ?? 0
        temporaryPasswordDays = days > 0 ? days : 7
        historySize = wire.passwordHistorySize ?? 0
    }

    /// The same as settings of a pool.
    var wire: PasswordPolicyType {
        PasswordPolicyType(
            minimumLength: minimumLength,
            passwordHistorySize: historySize > 0 ? historySize : nil,
            requireLowercase: needsLowercase,
            requireNumbers: needsDigit,
            requireSymbols: needsSymbol,
            requireUppercase: needsUppercase,
            temporaryPasswordValidityDays: temporaryPasswordDays
        )
    }

    /// What the service says of a password that does not do; `nil` if it does.
    func complaint(about password: String) -> String? {
        let characters = password.unicodeScalars
        if characters.count < minimumLength { return Self.prefix + "Password not long enough" }
        if needsUppercase, !characters.contains(where: { "A"..."Z" ~= $0 }) {
            return Self.prefix + "Password must have uppercase characters"
        }
        if needsLowercase, !characters.contains(where: { "a"..."z" ~= $0 }) {
            return Self.prefix + "Password must have lowercase characters"
        }
        if needsDigit, !characters.contains(where: { "0"..."9" ~= $0 }) {
            return Self.prefix + "Password must have numeric characters"
        }
        if needsSymbol, !characters.contains(where: { Self.symbols.contains($0) }) {
            return Self.prefix + "Password must have symbol characters"
        }
        return nil
    }

    private static let prefix = "Password did not conform with policy: "

    /// The characters that the service counts as symbols.
    private static let symbols = Set(#"^$*.[]{}()?-"!@#%&/\,><':;|_~`+="#.unicodeScalars)
}
