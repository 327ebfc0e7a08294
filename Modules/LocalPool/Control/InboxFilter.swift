internal import GRDB

/// Which messages of the inbox are meant; each property that is `nil` leaves that open.
public struct InboxFilter: Hashable, Sendable {
    /// The pool that sent them.
    public var poolID: String?
    /// Whom they are for: an e-mail address, a telephone number, a username or a `sub`.
    public var receiver: String?
    /// What they are about.
    public var kind: DeliveredMessage.Kind?

    /// Describes messages; without arguments, all of them.
    public init(poolID: String? = nil, receiver: String? = nil, kind: DeliveredMessage.Kind? = nil) {
        self.poolID = poolID
        self.receiver = receiver
        self.kind = kind
    }

    /// The messages that are meant.
    var request: QueryInterfaceRequest<MessageRecord> {
        var request = MessageRecord.all()
        if let poolID { request = request.filter(Column("poolID") == poolID) }
        if let kind { request = request.filter(Column("kind") == kind.rawValue) }
        if let receiver {
            request = request.filter(
                Column("destination") == receiver || Column("username") == receiver || Column("sub") == receiver
            )
        }
        return request
    }
}

/// Some messages of the inbox, and from where to read on.
public struct InboxPage: Sendable {
    /// The messages, from old to new.
    public let messages: [DeliveredMessage]
    /// What to give as `after` to get the messages after these.
    public let cursor: Int64
}
