internal import CognitoWire
internal import GRDB

extension Call {
    /// The group of that name, upper and lower case alike.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func group(_ name: String, in pool: UserPoolRecord) throws -> GroupRecord {
        guard let group = try knownGroup(name, in: pool) else {
            throw Refusal(.resourceNotFound, "Group not found.")
        }
        return group
    }

    /// The group of that name, upper and lower case alike, if there is one.
    func knownGroup(_ name: String, in pool: UserPoolRecord) throws -> GroupRecord? {
        try GroupRecord.first(db, where: "poolID = ? AND key = ?", [pool.id, GroupRecord.key(of: name)])
    }

    /// The groups that a user is in.
    func groups(of user: UserRecord) throws -> UserGroups {
        let memberships = try GroupMemberRecord.all(db, where: "sub = ?", [user.sub])
        return UserGroups(
            try memberships.compactMap {
                try GroupRecord.first(db, where: "poolID = ? AND key = ?", [$0.poolID, $0.groupKey])
            }
        )
    }

    /// Refuses a precedence that the service's number cannot hold.
    func checkPrecedence(_ precedence: Int?) throws {
        guard let precedence, precedence > GroupRecord.greatestPrecedence else { return }
        throw Refusal(.unreadable, "Precedence is a number up to \(GroupRecord.greatestPrecedence)")
    }
}
