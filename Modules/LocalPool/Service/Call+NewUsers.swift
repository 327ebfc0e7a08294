internal import CognitoWire

extension Call {
    /// Checks the name of a user who is to be made.
    ///
    /// - Parameters:
    ///   - name: As it was sent: a username, or in a pool without those an address or number.
    ///   - attributes: The others, checked before.
    ///   - pool: Where.
    /// - Returns: The attributes, with the one that the name is.
    /// - Throws: ``Refusal`` if the name does not fit the pool, or somebody has it.
    func named(
        _ name: String,
        _ attributes: [String: String],
        in pool: UserPoolRecord
    ) throws -> [String: String] {
        var attributes = attributes
        if pool.usernameAttributes.isEmpty {
            try refuseAliasForm(of: name, in: pool)
        } else {
            let attribute = try usernameAttribute(of: name, in: pool)
            attributes[attribute] = name
        }
        guard try user(named: name, in: pool) == nil else { throw Refusal(.usernameExists, "User already exists") }
        for attribute in pool.usernameAttributes {
            guard let value = attributes[attribute] else { continue }
            guard try alias(attribute, key: pool.key(of: value), in: pool) == nil else {
                throw Refusal(.usernameExists, "An account with the given \(attribute) already exists.")
            }
        }
        return attributes
    }

    /// A new user, not stored yet; where addresses are usernames, the username is the `sub`.
    func makeUser(named name: String, status: UserStatusType, in pool: UserPoolRecord) throws -> UserRecord {
        let sub = try random.makeUUID()
        let username = pool.usernameAttributes.isEmpty ? name : sub
        return UserRecord(sub: sub, pool: pool, username: username, status: status, at: now)
    }

    /// Which attribute a name is, in a pool whose users have no other names.
    private func usernameAttribute(of name: String, in pool: UserPoolRecord) throws -> String {
        for attribute in pool.usernameAttributes {
            let sent = AttributeType(name: attribute, value: Sensitive(name))
            guard (try? pool.schema.checked([sent], writtenBy: .administrator, on: .creation)) != nil else { continue }
            return attribute
        }
        let forms = ["email": "an email", "phone_number": "a phone number"]
        let wanted = pool.usernameAttributes.map { forms[$0] ?? $0 }.joined(separator: " or ")
        throw Refusal.invalidParameter("Username should be \(wanted).")
    }

    /// A username that looks like somebody's alias would stand in that one's way.
    private func refuseAliasForm(of name: String, in pool: UserPoolRecord) throws {
        if pool.aliases.contains("email"), name.contains("@") {
            throw Refusal.invalidParameter(
                "Username cannot be of email format, since user pool is configured for email alias."
            )
        }
        if pool.aliases.contains("phone_number"), name.hasPrefix("+"), name.dropFirst().allSatisfy(\.isNumber) {
            throw Refusal.invalidParameter(
                "Username cannot be of phone number format, since user pool is configured for phone number alias."
            )
        }
    }
}
