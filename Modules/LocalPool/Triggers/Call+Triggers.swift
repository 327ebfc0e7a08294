internal import ByteCoding
internal import CognitoWire

/// What every trigger has in common.
extension Call {
    /// Whether the pool has that trigger.
    func has(_ kind: TriggerKind, in pool: UserPoolRecord) -> Bool {
        triggers.has(kind, poolID: pool.id)
    }

    /// Asks a trigger, outside the transaction.
    ///
    /// - Throws: ``Refusal`` if it refuses or fails; it may be caught like any other, so that what was spent stays spent.
    func ask(_ invocation: TriggerInvocation) throws -> TriggerAnswer {
        let (triggers, now) = (triggers, now)
        let outcome = try outside(invocation) { await triggers.answer(invocation, at: now) }
        return try TriggerAnswer(outcome.get())
    }

    /// Tells a trigger once the transaction holds; what it refuses, the caller hears, but nothing is undone.
    func tell(_ invocation: TriggerInvocation) {
        let (triggers, now) = (triggers, now)
        afterwards {
            do throws(Refusal) {
                _ = try TriggerAnswer(await triggers.answer(invocation, at: now).get())
                return nil
            } catch {
                return error
            }
        }
    }

    /// A user as events show one.
    func subject(
        _ user: UserRecord,
        client: AppClientRecord?,
        status: UserStatusType? = nil
    ) throws -> TriggerSubject {
        var attributes = user.attributes
        attributes["sub"] = user.sub
        attributes["cognito:user_status"] = (status ?? user.status).rawValue
        return TriggerSubject(
            poolID: user.poolID,
            clientID: client?.id,
            username: user.username,
            attributes: attributes
        )
    }

    /// The one who signs in: a user, or a name that nobody has, in a client that hides that.
    func subject(
        _ user: UserRecord?,
        username: String,
        client: AppClientRecord
    ) throws -> TriggerSubject {
        if let user { return try subject(user, client: client) }
        return TriggerSubject(poolID: client.poolID, clientID: client.id, username: username, isUnknown: true)
    }
}
