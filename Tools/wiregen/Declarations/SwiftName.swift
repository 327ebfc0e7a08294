/// Swift names for the names of a model.
///
/// One rule for members, values and codes: words in lowerCamelCase, an acronym in one case throughout (`userPoolID`,
/// `smsMFAConfiguration`, `callbackURLs`). Shapes and operations keep the service's spelling.
enum SwiftName {
    /// The name of a member, a value or a constant: `UserPoolId` → `userPoolID`, `V1_0` → `v1_0`.
    static func member(_ wire: String) -> String {
        var name = ""
        for (index, word) in words(of: wire).enumerated() {
            let part = index == 0 ? word.lowercased() : styled(word)
            if let last = name.last, last.isNumber, part.first?.isNumber == true { name += "_" }
            name += index == 0 && isAcronymPlural(word) ? String(word.dropLast()).lowercased() + "s" : part
        }
        if name.first?.isNumber != false { name = "value" + name }
        // `.none` would mean the absence of an optional value.
        return name == "none" ? "noneValue" : name
    }

    /// The name as it stands in source: in backticks where it is a word of the language.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// The name of a type: the service's spelling with a capital in front.
    static func type(_ wire: String) -> String {
        wire.prefix(1).uppercased() + wire.dropFirst()
    }

    /// The name of an error's code: that of its shape without `Exception`.
    static func error(_ wire: String) -> String {
        let suffix = "Exception"
        return member(wire.hasSuffix(suffix) && wire != suffix ? String(wire.dropLast(suffix.count)) : wire)
    }

    /// The words of a name, digits with the word before them: `PrimaryRoute53HealthCheckId` has five.
    static func words(of name: String) -> [String] {
        name.split { !$0.isLetter && !$0.isNumber }
            .flatMap { part in
                part.matches(of: #/[A-Z]{2,}s(?![a-z])|[A-Z][A-Z0-9]*(?![a-z])|[A-Z]?[a-z0-9]+/#).map {
                    String($0.output)
                }
            }
    }

    private static func styled(_ word: String) -> String {
        if isAcronymPlural(word) { return String(word.dropLast()).uppercased() + "s" }
        let letters = word.prefix { $0.isLetter }.lowercased()
        if acronyms.contains(letters) || acronyms.contains(word.lowercased()) { return word.uppercased() }
        return word.prefix(1).uppercased() + word.dropFirst().lowercased()
    }

    private static func isAcronymPlural(_ word: String) -> Bool {
        word.hasSuffix("s") && acronyms.contains(word.dropLast().lowercased()) && word.first?.isUppercase == true
            && !acronyms.contains(word.lowercased())
    }

    private static let acronyms: Set<String> = [
        "acr", "api", "arn", "aws", "css", "csv", "dcr", "http", "https", "ico", "id", "ip", "jpeg", "json", "jwt",
        "kms", "mfa", "oidc", "otp", "pbkdf", "png", "saml", "ses", "sha", "sms", "sns", "srp", "sso", "svg", "tls",
        "totp", "ui", "uri", "url", "uuid", "waf",
    ]

    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol",
        "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
