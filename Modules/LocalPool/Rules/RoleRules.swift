internal import ByteCoding
internal import CognitoWire

/// How the role of an identity follows from its token.
enum RoleRules {
    /// The role that a mapping gives; `nil` if it gives none, or cannot tell which.
    ///
    /// - Throws: ``Refusal`` if a role was asked for that the token does not have.
    static func role(
        by mapping: IdentityPools.RoleMapping,
        claims: JSONObject,
        custom: String?
    ) throws -> String? {
        guard mapping.type == .token else {
            guard custom == nil else {
                throw Refusal.invalidParameter("CustomRoleArn is for mappings of type Token only.")
            }
            return mapping.rulesConfiguration?.rules.first { matches($0, claims) }?.roleARN
        }
        let roles = claims["cognito:roles"]?.array?.compactMap(\.string) ?? []
        if let custom {
            guard roles.contains(custom) else {
                throw Refusal.notAuthorized("CustomRoleArn is not among the roles of the token.")
            }
            return custom
        }
        return claims["cognito:preferred_role"]?.string ?? (roles.count == 1 ? roles.first : nil)
    }

    /// Checks mappings before they are stored.
    ///
    /// - Throws: ``Refusal`` that says what is missing.
    static func check(_ mappings: [String: IdentityPools.RoleMapping]) throws {
        for (provider, mapping) in mappings.sorted(by: { $0.key < $1.key }) {
            guard mapping.ambiguousRoleResolution != nil else {
                throw Refusal.invalidParameter("The role mapping for \(provider) needs an AmbiguousRoleResolution.")
            }
            guard mapping.type == .token || mapping.rulesConfiguration?.rules.isEmpty == false else {
                throw Refusal.invalidParameter("The role mapping for \(provider) needs rules.")
            }
        }
    }

    /// Whether a claim is as a rule asks for: a text, or for `Contains` one of a list of texts.
    private static func matches(_ rule: IdentityPools.MappingRule, _ claims: JSONObject) -> Bool {
        guard let claim = claims[rule.claim] else { return false }
        if let list = claim.array {
            return rule.matchType == .contains && list.compactMap(\.string).contains { $0.contains(rule.value) }
        }
        guard let text = claim.string ?? claim.bool.map({ $0 ? "true" : "false" }) else { return false }
        return switch rule.matchType {
        case .equals: text == rule.value
        case .notEqual: text != rule.value
        case .startsWith: text.hasPrefix(rule.value)
        case .contains: text.contains(rule.value)
        default: false
        }
    }
}
