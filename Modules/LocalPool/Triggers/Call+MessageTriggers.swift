internal import ByteCoding
internal import CognitoWire

/// Words that a trigger has for a message.
struct CustomMessage: Equatable {
    let smsMessage: String?
    let emailMessage: String?
    let emailSubject: String?
}

extension Call {
    private static var greatestMailLength: Int { 20_000 }
    private static var greatestSMSLength: Int { 140 }

    /// Asks for the words of a message; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - occasion: Why the message is sent.
    ///   - user: Whom it is for.
    ///   - pool: Where.
    ///   - client: The caller's client; administrators have none.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: The words for each medium, with places for code and username; `nil` if there is no such trigger.
    /// - Throws: ``Refusal`` if the trigger refuses or fails, or its words are too long.
    func customMessage(
        _ occasion: MessageOccasion,
        to user: UserRecord,
        in pool: UserPoolRecord,
        client: AppClientRecord?,
        metadata: [String: String]?
    ) throws -> CustomMessage? {
        guard has(.customMessage, in: pool) else { return nil }
        let username = occasion == .adminCreateUser ? MessageTemplate.usernamePlace : nil
        let answer = try ask(
            TriggerInvocation(
                .customMessage,
                source: "CustomMessage_\(occasion.rawValue)",
                about: try subject(user, client: client),
                request: [
                    ("codeParameter", .string(MessageTemplate.codePlace)),
                    ("linkParameter", .string(MessageTemplate.linkPlace)),
                    ("usernameParameter", .text(username)),
                ],
                metadata: metadata,
                response: ["smsMessage", "emailMessage", "emailSubject"].map { ($0, .null) }
            )
        )
        let words = CustomMessage(
            smsMessage: try answer.text("smsMessage"),
            emailMessage: try answer.text("emailMessage"),
            emailSubject: try answer.text("emailSubject")
        )
        guard (words.smsMessage?.unicodeScalars.count ?? 0) <= Self.greatestSMSLength,
            (words.emailMessage?.unicodeScalars.count ?? 0) <= Self.greatestMailLength,
            (words.emailSubject?.unicodeScalars.count ?? 0) <= Self.greatestSMSLength
        else { throw TriggerAnswer.unrecognizable }
        if mode == .strict, words.emailMessage != nil || words.emailSubject != nil {
            // The service takes the words of e-mails only where the pool sends them by its owner's own account.
            guard pool.details.emailConfiguration?.emailSendingAccount == .developer else {
                throw TriggerAnswer.unrecognizable
            }
        }
        return words
    }

    /// Lets a trigger send a message in the pool's place, once the transaction holds.
    ///
    /// As in the service, nobody hears whether it succeeds. Its event has the code in base64, where the service encrypts
    /// it with a key of the pool's owner.
    ///
    /// - Parameters:
    ///   - occasion: Why the message is sent.
    ///   - code: The code or the temporary password.
    ///   - medium: How it travels.
    ///   - user: Whom it is for.
    ///   - pool: Where.
    ///   - client: The caller's client; administrators have none.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: Whether the pool has such a trigger, which then has taken the message.
    /// - Throws: What the store throws.
    func customSender(
        _ occasion: MessageOccasion,
        code: String,
        by medium: DeliveredMessage.Medium,
        to user: UserRecord,
        in pool: UserPoolRecord,
        client: AppClientRecord?,
        metadata: [String: String]?
    ) throws -> Bool {
        let kind = medium == .email ? TriggerKind.customEmailSender : .customSMSSender
        guard has(kind, in: pool) else { return false }
        let type = medium == .email ? "customEmailSenderRequestV1" : "customSMSSenderRequestV1"
        let invocation = TriggerInvocation(
            kind,
            source: "\(kind.rawValue)_\(occasion.rawValue)",
            about: try subject(user, client: client),
            request: [
                ("type", .string(type)), ("code", .string(Base64.encode(Array(code.utf8)))),
                ("clientMetadata", metadata == nil ? .null : nil),
            ],
            metadata: metadata
        )
        let (triggers, now) = (triggers, now)
        afterwards {
            _ = await triggers.answer(invocation, at: now)
            return nil
        }
        return true
    }
}
