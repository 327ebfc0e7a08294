internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    private static var requestsPerHour: Int { 5 }
    private static var triesPerCode: Int { 5 }

    /// Where codes go for a user: the address or number, and the attribute that holds it.
    struct Destination {
        let attribute: String
        let address: String

        var medium: DeliveredMessage.Medium { attribute == "phone_number" ? .sms : .email }

        /// The destination as a stranger may see it.
        var details: CodeDeliveryDetailsType {
            CodeDeliveryDetailsType(
                attributeName: attribute,
                deliveryMedium: DeliveryMediumType(rawValue: medium.rawValue),
                destination: medium == .sms ? DeliveryMask.phoneNumber(address) : DeliveryMask.email(address)
            )
        }
    }

    /// Where the code that confirms a new user goes: to the telephone before the mailbox, if both are verified so.
    func confirmationDestination(of user: UserRecord, in pool: UserPoolRecord) throws -> Destination? {
        let attributes = user.attributes
        return ["phone_number", "email"].lazy.compactMap { name in
            attributes[name].flatMap { pool.autoVerifies(name) ? Destination(attribute: name, address: $0) : nil }
        }.first
    }

    /// Where the code that recovers an account goes: to the first verified address in the pool's order.
    func recoveryDestination(of user: UserRecord, in pool: UserPoolRecord) throws -> Destination? {
        let attributes = user.attributes
        return pool.recoveryMechanisms.sorted { $0.priority < $1.priority }.lazy.compactMap { mechanism in
            let name: String
            switch mechanism.name {
            case .verifiedEmail: name = "email"
            case .verifiedPhoneNumber: name = "phone_number"
            default: return nil
            }
            guard attributes["\(name)_verified"] == "true", let address = attributes[name] else { return nil }
            return Destination(attribute: name, address: address)
        }.first
    }

    /// Sends a code that takes the place of the one before it.
    ///
    /// - Parameters:
    ///   - purpose: What the code allows for.
    ///   - occasion: Why it is sent, which says its words; what the purpose is for unless another is given.
    ///   - user: Whom it is for.
    ///   - destination: Where it goes.
    ///   - isPending: Whether the user has that address only after a right answer.
    ///   - client: The caller's client; administrators have none.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: Where it went, masked.
    /// - Throws: ``Refusal`` after five requests within an hour, or of a trigger.
    func sendCode(
        for purpose: ConfirmationCodeRecord.Purpose,
        occasion: MessageOccasion? = nil,
        to user: UserRecord,
        at destination: Destination,
        isPending: Bool = false,
        client: AppClientRecord?,
        metadata: [String: String]?
    ) throws -> CodeDeliveryDetailsType {
        try countRequest(for: purpose, by: user)
        let code = try makeCode()
        try ConfirmationCodeRecord(
            sub: user.sub,
            purpose: purpose,
            code: code,
            attribute: destination.attribute,
            expiresAt: now.adding(purpose.lifetime),
            pendingAddress: isPending ? destination.address : nil
        ).save(db)
        try send(
            occasion ?? purpose.occasion,
            code: code,
            to: user,
            at: destination,
            in: pool(user.poolID),
            client: client,
            metadata: metadata
        )
        return destination.details
    }

    /// Compares an answer with the code that was sent, which works once.
    ///
    /// - Parameters:
    ///   - answer: As it was typed.
    ///   - purpose: What the code allows for.
    ///   - user: Whose code it is.
    /// - Returns: The code as it was sent, with the attribute that it was sent to.
    /// - Throws: ``Refusal`` if there is no code, it is too old, another, or was answered wrongly five times.
    func spendCode(
        _ answer: String,
        for purpose: ConfirmationCodeRecord.Purpose,
        of user: UserRecord
    ) throws -> ConfirmationCodeRecord {
        let key = ["sub": user.sub, "purpose": purpose.rawValue]
        guard var record = try ConfirmationCodeRecord.fetchOne(db, key: key) else { throw Refusal.expiredCode }
        guard record.failures < Self.triesPerCode else { throw Refusal.limitExceeded }
        guard now < record.expiresAt else { throw Refusal.expiredCode }
        guard OneTimeCode.areEqual(record.code, answer) else {
            record.failures += 1
            try record.update(db)
            throw Refusal.codeMismatch.keepingChanges
        }
        try record.delete(db)
        return record
    }

    /// Forgets the codes that were sent to an attribute, as it has another value now.
    func forgetCodes(sentTo attribute: String, of user: UserRecord) throws {
        try ConfirmationCodeRecord
            .filter(Column("sub") == user.sub && Column("attribute") == attribute)
            .deleteAll(db)
    }

    private func countRequest(for purpose: ConfirmationCodeRecord.Purpose, by user: UserRecord) throws {
        try CodeRequestRecord.filter(Column("requestedAt") <= now.adding(.seconds(-3600)).stored).deleteAll(db)
        let count =
            try CodeRequestRecord
            .filter(Column("sub") == user.sub && Column("purpose") == purpose.rawValue)
            .fetchCount(db)
        guard count < Self.requestsPerHour else { throw Refusal.limitExceeded }
        try CodeRequestRecord(sub: user.sub, purpose: purpose, requestedAt: now).insert(db)
    }
}

extension ConfirmationCodeRecord.Purpose {
    fileprivate var lifetime: Duration {
        switch self {
        case .signUp, .email, .telephone: .seconds(24 * 3600)
        case .recovery: .seconds(3600)
        }
    }

    fileprivate var occasion: MessageOccasion {
        switch self {
        case .signUp: .signUp
        case .recovery: .forgotPassword
        case .email, .telephone: .verifyUserAttribute
        }
    }
}
