internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    private static var triesPerCode: Int { 5 }

    /// Begins to wait for the answer to a challenge.
    ///
    /// - Parameters:
    ///   - challenge: Which one.
    ///   - code: The code that answers it, if there is one.
    ///   - user: Who signs in.
    ///   - client: With which client; it says how long to wait.
    /// - Returns: The text of `Session`, of which only a hash is stored.
    /// - Throws: What the store or the source of randomness throws.
    func startSession(
        _ challenge: ChallengeNameType,
        code: String? = nil,
        user: UserRecord,
        client: AppClientRecord
    ) throws -> String {
        // Spent sessions stay for a while, so that a late answer hears what is wrong with it.
        try SessionRecord.filter(Column("expiresAt") < now.adding(.seconds(-3600)).stored).deleteAll(db)
        let text = try random.makeToken()
        try SessionRecord(
            id: storedID(of: text),
            poolID: user.poolID,
            clientID: client.id,
            sub: user.sub,
            challenge: challenge,
            code: code,
            expiresAt: now.adding(client.sessionLifetime)
        ).insert(db)
        return text
    }

    /// Answers a challenge: the session is spent first, whatever comes of the answer.
    ///
    /// - Parameters:
    ///   - text: `Session` as it was sent.
    ///   - challenge: Which challenge is answered.
    ///   - client: Who answers.
    ///   - body: Judges the answer. When it refuses, what it wrote is undone (unless the refusal keeps changes), but the
    ///     session stays spent.
    /// - Returns: What `body` returns.
    /// - Throws: ``Refusal`` if there is no such session, or it is spent or expired; and what `body` throws.
    func spendingSession<Result>(
        _ text: Sensitive<String>?,
        of challenge: ChallengeNameType,
        client: AppClientRecord,
        _ body: (inout SessionRecord, UserRecord) throws -> Result
    ) throws -> Result {
        guard let text else { throw Refusal.missingParameter("Session") }
        guard var session = try SessionRecord.fetchOne(db, key: storedID(of: text.value)),
            session.clientID == client.id, session.challenge == challenge,
            let user = try UserRecord.fetchOne(db, key: session.sub)
        else { throw Refusal.notAuthorized("Invalid session for the user.") }
        guard !session.isSpent else {
            throw Refusal.notAuthorized("Invalid session for the user, session can only be used once.")
        }
        guard now < session.expiresAt else {
            throw Refusal.notAuthorized("Invalid session for the user, session is expired.")
        }
        session.isSpent = true
        try session.update(db)
        return try keepingSpent { try body(&session, user) }
    }

    /// Compares the code of a session with an answer.
    ///
    /// A wrong one may be followed by another, up to five.
    func checkCode(_ answer: String, of session: inout SessionRecord, user: UserRecord) throws {
        guard try !isLocked(.code, username: user.username, poolID: user.poolID) else {
            throw Refusal.notAuthorized("Code attempts exceeded")
        }
        guard let code = session.code, OneTimeCode.areEqual(code, answer) else {
            try recordFailure(.code, username: user.username, poolID: user.poolID)
            session.failures += 1
            session.isSpent = session.failures >= Self.triesPerCode
            try session.update(db)
            throw Refusal(.codeMismatch, "Invalid code or auth state for the user.").keepingChanges
        }
        try recordSuccess(.code, username: user.username, poolID: user.poolID)
    }

    /// Runs `body` so that what was spent before it stays spent when it refuses.
    func keepingSpent<Result>(_ body: () throws -> Result) throws -> Result {
        var outcome: Swift.Result<Result, Refusal>?
        do {
            try db.inSavepoint {
                do {
                    outcome = .success(try body())
                } catch let refusal as Refusal where refusal.keepsChanges {
                    outcome = .failure(refusal)
                }
                return .commit
            }
        } catch let refusal as Refusal {
            outcome = .failure(refusal)
        }
        guard let outcome else { throw Refusal(.internalError, "no outcome") }
        do {
            return try outcome.get()
        } catch {
            throw error.keepingChanges
        }
    }
}
