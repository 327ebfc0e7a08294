internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// Makes a user of what a trigger brought.
    ///
    /// - Parameters:
    ///   - migrated: The user.
    ///   - name: The name that was sent.
    ///   - password: The password that was sent, to which no policy applies; `nil` if it was forgotten.
    ///   - pool: Where.
    /// - Returns: The user, stored.
    /// - Throws: ``Refusal`` if attributes are malformed or aliases taken.
    func take(
        _ migrated: MigratedUser,
        name: String,
        password: String?,
        in pool: UserPoolRecord
    ) throws -> UserRecord {
        let attributes = try pool.schema.checked(
            migrated.attributes.map { AttributeType(name: $0.key, value: Sensitive($0.value)) },
            writtenBy: .administrator,
            on: .creation
        )
        let named = try named(name, attributes, in: pool)
        var user = try makeUser(named: name, status: migrated.status, in: pool)
        if let password { try setPassword(password, of: &user) }
        try user.insert(db)
        try setAttributes(named, of: &user, takingAliases: migrated.forcesAlias)
        return user
    }
}
