internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// The sender where a pool names none, as in the service.
    private static var standardSender: String { "no-reply@verificationemail.com" }

    /// Sends a message in the words of the pool, of its trigger or of the service.
    ///
    /// A trigger that sends messages itself gets it in place of inbox and mail server.
    ///
    /// - Parameters:
    ///   - occasion: Why it is sent.
    ///   - code: The code or the temporary password in it.
    ///   - user: Whom it is for.
    ///   - destination: Where it goes.
    ///   - pool: The user's pool.
    ///   - client: The caller's client; administrators have none.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Throws: ``Refusal`` of a trigger, or what the store throws.
    func send(
        _ occasion: MessageOccasion,
        code: String,
        to user: UserRecord,
        at destination: Destination,
        in pool: UserPoolRecord,
        client: AppClientRecord?,
        metadata: [String: String]?
    ) throws {
        guard !losesMessages else { return }
        let medium = destination.medium
        let isTaken = try customSender(
            occasion,
            code: code,
            by: medium,
            to: user,
            in: pool,
            client: client,
            metadata: metadata
        )
        guard !isTaken else { return }
        var template = MessageTemplate(occasion, by: medium, in: pool.details, emailFactor: pool.factors.email)
        if let words = try customMessage(occasion, to: user, in: pool, client: client, metadata: metadata) {
            template = template.replaced(by: words, for: occasion)
        }
        let text = template.filled(
            code: code,
            username: user.username,
            link: client.map { client in
                ConfirmationLink(clientID: client.id, username: user.username, code: code).address(below: endpoint)
            }
        )
        let message = try send(
            MessageRecord(
                poolID: user.poolID,
                sub: user.sub,
                username: user.username,
                kind: occasion.kind.rawValue,
                medium: medium.rawValue,
                destination: destination.address,
                subject: text.subject,
                body: text.body,
                code: code,
                deliveredAt: now
            )
        )
        if medium == .email, let message { post(message, in: pool) }
    }

    /// Sends a stored e-mail out of the pool, if it has a way out.
    private func post(_ message: DeliveredMessage, in pool: UserPoolRecord) {
        guard let courier else { return }
        let settings = pool.details.emailConfiguration
        let mail = OutgoingMail(
            from: settings?.from ?? Self.standardSender,
            replyTo: settings?.replyToEmailAddress,
            to: message.destination,
            subject: message.subject ?? "",
            html: message.body,
            date: now,
            id: "\(pool.id).\(message.id)"
        )
        afterwards { await courier.send(mail) }
    }
}

extension MessageTemplate {
    /// The words of a trigger in place of these; words without a place for what they are sent for do not count.
    fileprivate func replaced(by words: CustomMessage, for occasion: MessageOccasion) -> MessageTemplate {
        let isMail = subject != nil
        guard let body = isMail ? words.emailMessage : words.smsMessage else { return self }
        let replaced = MessageTemplate(subject: isMail ? words.emailSubject ?? subject : nil, body: body)
        return replaced.isComplete(for: occasion) ? replaced : self
    }
}
