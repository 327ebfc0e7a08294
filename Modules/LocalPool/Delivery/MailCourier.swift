internal import CognitoWire

/// Sends e-mails out of the pool, and waits no longer than it may.
struct MailCourier: Sendable {
    let transport: any MailTransport
    let patience: Patience

    /// Sends an e-mail.
    ///
    /// - Returns: What its cause is told if it did not leave; the message stays in the inbox all the same.
    func send(_ mail: OutgoingMail) async -> Refusal? {
        do {
            try await patience.limit { try await transport.send(mail) }
            return nil
        } catch {
            return Refusal(.codeDeliveryFailure, "The e-mail could not be delivered.")
        }
    }
}
