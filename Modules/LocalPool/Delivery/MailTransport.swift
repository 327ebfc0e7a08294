public import ByteCoding

/// Takes the pool's e-mails out of it: to a mail server, or to a test.
public protocol MailTransport: Sendable {
    /// Sends one e-mail.
    ///
    /// - Parameter mail: The e-mail.
    /// - Throws: Any error if it did not leave; whoever caused the e-mail hears a `CodeDeliveryFailureException` then.
    func send(_ mail: OutgoingMail) async throws
}

/// One e-mail on its way out.
public struct OutgoingMail: Hashable, Sendable {
    /// The sender: an address, or a name with an address between angle brackets.
    public let from: String
    /// Where answers go; `nil` for the sender.
    public let replyTo: String?
    /// The receiver's address.
    public let to: String
    /// The subject line.
    public let subject: String
    /// The text, in HTML.
    public let html: String
    /// When it was written.
    public let date: UnixTime
    /// What tells it from all others: letters, digits, full stops, hyphens and underscores.
    public let id: String

    /// Describes an e-mail.
    ///
    /// - Parameters:
    ///   - from: The sender.
    ///   - replyTo: Where answers go.
    ///   - to: The receiver's address.
    ///   - subject: The subject line.
    ///   - html: The text.
    ///   - date: When it was written.
    ///   - id: What tells it from others.
    public init(
        from: String,
        replyTo: String? = nil,
        to: String,
        subject: String,
        html: String,
        date: UnixTime,
        id: String
    ) {
        (self.from, self.replyTo, self.to) = (from, replyTo, to)
        (self.subject, self.html) = (subject, html)
        (self.date, self.id) = (date, id)
    }
}

extension OutgoingMail: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Its id; neither text nor receiver.
    public var description: String { "mail \(id)" }

    /// Its id; neither text nor receiver.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
