internal import CognitoWire

/// The groups of one user, the ones that count most first, and what tokens say of them.
struct UserGroups {
    let records: [GroupRecord]

    init(_ records: [GroupRecord] = []) {
        self.records = records.sorted { $0.rank.utf8.lexicographicallyPrecedes($1.rank.utf8) }
    }

    /// The claim `cognito:groups`.
    var names: [String] { records.map(\.name) }

    /// The claim `cognito:roles`: the role of each group that has one, each once.
    var roles: [String] {
        records.compactMap(\.roleARN).reduce(into: []) { roles, role in
            if !roles.contains(role) { roles.append(role) }
        }
    }

    /// The claim `cognito:preferred_role`: the role of the group that counts most; `nil` if several count as much and
    /// have other roles.
    var preferredRole: String? {
        let withRole = records.filter { $0.roleARN != nil }
        guard let first = withRole.first else { return nil }
        let equals = withRole.prefix { $0.precedence == first.precedence }
        return equals.allSatisfy { $0.roleARN == first.roleARN } ? first.roleARN : nil
    }
}

extension GroupConfiguration {
    /// What tokens say of a user's groups, unless a trigger says otherwise.
    init(_ groups: UserGroups) {
        self.init(groups: groups.names, roles: groups.roles, preferredRole: groups.preferredRole)
    }

    /// What access tokens say of the groups; nothing if there are none.
    var accessClaims: [String: WireDocument] {
        groups.isEmpty ? [:] : ["cognito:groups": .array(groups.map { .string($0) })]
    }

    /// What id tokens say of the groups.
    var identityClaims: [String: WireDocument] {
        var claims = accessClaims
        if !roles.isEmpty { claims["cognito:roles"] = .array(roles.map { .string($0) }) }
        if let preferredRole { claims["cognito:preferred_role"] = .string(preferredRole) }
        return claims
    }
}
