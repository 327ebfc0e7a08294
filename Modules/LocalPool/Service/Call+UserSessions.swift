internal import ByteCoding
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

/// The sign-ins of a user that still hold, as the service lists them.
extension Call {
    private static var greatestNumberOfSessions: Int { 125 }

    /// Lists them, the newest first, all on one page.
    ///
    /// - Parameters:
    ///   - user: Whose they are.
    ///   - current: The one that asks; administrators have none.
    ///   - token: The token of a page before, of which there can be none.
    /// - Returns: The sessions.
    /// - Throws: ``Refusal`` if there is such a token.
    func sessions(
        of user: UserRecord,
        current: TokenFamilyRecord?,
        after token: String?
    ) throws -> [SessionDescriptionType] {
        guard token == nil else { throw Refusal.invalidPaginationToken }
        return try families(of: user).prefix(Self.greatestNumberOfSessions).map { family in
            SessionDescriptionType(
                clientID: Sensitive(family.clientID),
                createDate: family.authenticatedAt,
                deviceType: "unknown",
                isCurrentSession: family.id == current?.id,
                lastActiveDate: family.activeAt ?? family.authenticatedAt,
                sessionID: try sessionID(of: family),
                sessionType: .token
            )
        }
    }

    /// Revokes the tokens of one.
    ///
    /// - Parameters:
    ///   - id: The session's id.
    ///   - user: Whose it is.
    ///   - current: The one that asks, which cannot revoke itself; administrators have none.
    /// - Throws: ``Refusal`` if the user has no such session.
    func revokeSession(_ id: String, of user: UserRecord, current: TokenFamilyRecord?) throws {
        guard var family = try families(of: user).first(where: { try sessionID(of: $0) == id }) else {
            throw Refusal(.resourceNotFound, "Session does not exist.")
        }
        guard family.id != current?.id else {
            throw Refusal.invalidParameter("The current session cannot be revoked; sign out instead")
        }
        family.isRevoked = true
        try family.update(db)
    }

    private func families(of user: UserRecord) throws -> [TokenFamilyRecord] {
        try TokenFamilyRecord
            .filter(Column("sub") == user.sub && Column("isRevoked") == false && Column("expiresAt") > now.stored)
            .order(Column("authenticatedAt").desc, Column("id"))
            .fetchAll(db)
    }

    /// `tkn` and 25 hexadecimal digits, which say nothing of the tokens.
    private func sessionID(of family: TokenFamilyRecord) throws -> String {
        "tkn" + Hex.encode(try SHA256.digest(of: Array("session \(family.id)".utf8))).prefix(25)
    }
}
