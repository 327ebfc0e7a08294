internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    private static var triesPerCode: Int { 5 }

    /// Begins to wait for the answer to a challenge.
    ///
    /// - Parameters:
    ///   - challenge: Which one.
    ///   - state: What is to be known when the answer comes.
    ///   - client: With which client somebody signs in; it says how long to wait.
    /// - Returns: The text of `Session`, of which only a hash is stored.
    /// - Throws: What the store or the source of randomness throws.
    func startSession(
        _ challenge: ChallengeNameType,
        _ state: ChallengeState,
        client: AppClientRecord
    ) throws -> String {
        // Spent sessions stay for a while, so that a late answer hears what is wrong with it.
        try SessionRecord.delete(db, where: "expiresAt < ?", [now.adding(.seconds(-3600)).stored])
        let text = try random.makeToken()
        try SessionRecord(
            id: storedID(of: text),
            poolID: client.poolID,
            clientID: client.id,
            sub: state.progress.sub,
            challenge: challenge,
            state: state,
            expiresAt: now.adding(client.sessionLifetime)
        ).insert(db)
        return text
    }

    /// Finds the challenge that a `Session` belongs to, if it can still be answered.
    ///
    /// - Throws: ``Refusal`` if there is no such session of that client, or it is spent or expired.
    func session(
        _ text: Sensitive<String>?,
        of challenge: ChallengeNameType,
        client: AppClientRecord
    ) throws -> SessionRecord {
        guard let text else { throw Refusal.missingParameter("Session") }
        return try usable(SessionRecord.first(db, where: "id = ?", [storedID(of: text.value)]), challenge, client)
    }

    /// The same for operations that name no client: the session has one.
    func session(
        _ text: Sensitive<String>,
        of challenge: ChallengeNameType
    ) throws -> (session: SessionRecord, client: AppClientRecord) {
        guard let known = try SessionRecord.first(db, where: "id = ?", [storedID(of: text.value)]),
            let client = try AppClientRecord.first(db, where: "id = ?", [known.clientID])
        else { throw Refusal.notAuthorized("Invalid session for the user.") }
        return (try usable(known, challenge, client), client)
    }

    /// The newest challenge that waits for a user's device, for clients that send no `Session` then.
    ///
    /// - Throws: ``Refusal`` as ``session(_:of:client:)``.
    func deviceSession(of user: UserRecord?, deviceKey: String, client: AppClientRecord) throws -> SessionRecord {
        let waiting =
            try SessionRecord
            .filter(Column("sub") == user?.sub && Column("clientID") == client.id)
            .filter(Column("challenge") == ChallengeNameType.deviceSRPAuth.rawValue)
            .filter(Column("isSpent") == false && Column("expiresAt") > now.stored)
            .order(Column("expiresAt").desc)
            .fetchAll(db)
        return try usable(waiting.first { $0.state.progress.deviceKey == deviceKey }, .deviceSRPAuth, client)
    }

    /// Spends a session and judges the answer.
    ///
    /// - Parameters:
    ///   - session: What was waiting.
    ///   - body: Judges the answer. When it refuses, what it wrote is undone (unless the refusal keeps changes), but the
    ///     session stays spent.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func spending<Result>(_ session: SessionRecord, _ body: () throws -> Result) throws -> Result {
        var session = session
        session.isSpent = true
        try session.update(db)
        return try keepingSpent(body)
    }

    /// Compares the code of a session with an answer.
    ///
    /// A wrong one may be followed by another, up to five.
    func checkCode(_ answer: String, of session: SessionRecord) throws {
        try checkCode(of: session) {
            OneTimeCode.areEqual(session.state.code ?? "", answer) && session.state.code != nil
        }
    }

    /// Judges the code of a session.
    ///
    /// - Throws: As ``checkCode(of:poolID:in:otherwise:_:)``.
    func checkCode(of session: SessionRecord, _ isRight: () throws -> Bool) throws {
        try checkCode(
            of: session.state.progress.username,
            poolID: session.poolID,
            in: session,
            otherwise: Refusal(.codeMismatch, "Invalid code or auth state for the user."),
            isRight
        )
    }

    /// Judges a code, which counts towards the lock of codes.
    ///
    /// - Parameters:
    ///   - username: Whose code it is.
    ///   - poolID: Where.
    ///   - session: The session that it is sent for, which five wrong ones spend.
    ///   - refusal: What a wrong one is answered with.
    ///   - isRight: The judgement.
    /// - Throws: ``Refusal`` if codes are locked or this one is wrong; or what `isRight` throws.
    func checkCode(
        of username: String,
        poolID: String,
        in session: SessionRecord?,
        otherwise refusal: Refusal,
        _ isRight: () throws -> Bool
    ) throws {
        guard try !isLocked(.code, username: username, poolID: poolID) else {
            throw Refusal.notAuthorized("Code attempts exceeded")
        }
        guard try isRight() else {
            try recordFailure(.code, username: username, poolID: poolID)
            if var session {
                session.failures += 1
                session.isSpent = session.failures >= Self.triesPerCode
                try session.update(db)
                try record(.signIn, .fail, of: session.sub, in: pool(poolID), [.mfa: .failure])
            }
            throw refusal.keepingChanges
        }
        try recordSuccess(.code, username: username, poolID: poolID)
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

    private func usable(
        _ session: SessionRecord?,
        _ challenge: ChallengeNameType,
        _ client: AppClientRecord
    ) throws -> SessionRecord {
        guard let session, session.clientID == client.id, session.challenge == challenge else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
        guard !session.isSpent else {
            throw Refusal.notAuthorized("Invalid session for the user, session can only be used once.")
        }
        guard now < session.expiresAt else {
            throw Refusal.notAuthorized("Invalid session for the user, session is expired.")
        }
        return session
    }
}
