internal import ByteCoding
internal import GRDB

/// A code that a user was sent and that no session knows of: one for each purpose, the newest.
struct ConfirmationCodeRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "confirmationCode"

    /// What the code allows for.
    enum Purpose: String, Codable, DatabaseValueConvertible {
        case signUp
        case recovery
        case email
        case telephone

        /// The purpose of a code that verifies an attribute; `nil` for attributes that no code can verify.
        init?(verifying attribute: String) {
            switch attribute {
            case "email": self = .email
            case "phone_number": self = .telephone
            default: return nil
            }
        }
    }

    let sub: String
    let purpose: Purpose
    let code: String
    /// The attribute that it was sent to, verified by a right answer.
    let attribute: String
    var failures = 0
    let expiresAt: UnixTime
    /// The address that a right answer gives the attribute; `nil` for the one that it has.
    var pendingAddress: String?
}

/// One time that a user asked for a code: too many in an hour are refused.
struct CodeRequestRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "codeRequest"

    let sub: String
    let purpose: ConfirmationCodeRecord.Purpose
    let requestedAt: UnixTime
}

/// One message in the inbox.
struct MessageRecord: Codable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "message"

    private(set) var id: Int64?
    let poolID: String
    let sub: String?
    let username: String
    let kind: String
    let medium: String
    let destination: String
    let subject: String?
    let body: String
    let code: String?
    let deliveredAt: UnixTime
    var isHandedOut = false

    mutating func didInsert(_ inserted: InsertionSuccess) {
        id = inserted.rowID
    }

    /// The message as callers see it.
    var delivered: DeliveredMessage {
        DeliveredMessage(
            id: id ?? 0,
            poolID: poolID,
            username: username,
            kind: .init(rawValue: kind),
            medium: .init(rawValue: medium),
            destination: destination,
            subject: subject,
            body: body,
            code: code,
            deliveredAt: deliveredAt
        )
    }
}
