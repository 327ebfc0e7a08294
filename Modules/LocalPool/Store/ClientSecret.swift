internal import ByteCoding
internal import CognitoWire

/// One key of `SECRET_HASH`; while one is replaced by another, a client has two.
struct ClientSecret: Codable, Sendable {
    /// How many a client has at most.
    static let greatestCount = 2
    static let decodedLists = DecodedTexts<[ClientSecret]>()

    /// The client's id, two hyphens and the moment in milliseconds.
    let id: String
    let value: Sensitive<String>
    let createdAt: UnixTime

    init(value: Sensitive<String>, of clientID: String, at time: UnixTime) {
        let milliseconds = "00\(time.milliseconds)".suffix(3)
        id = "\(clientID)--\(time.seconds)\(milliseconds)"
        self.value = value
        createdAt = time
    }

    /// The secret as lists show it: all but its value.
    var described: ClientSecretDescriptorType {
        ClientSecretDescriptorType(clientSecretCreateDate: createdAt, clientSecretID: id)
    }
}
