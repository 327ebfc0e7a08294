internal import ByteCoding
internal import CognitoWire

extension [String: String] {
    /// The sorted list of name and value that the service takes, or `nil` if it would be empty.
    var wireAttributes: [AttributeType]? {
        guard !isEmpty else { return nil }
        return sorted { $0.key < $1.key }.map { AttributeType(name: $0.key, value: Sensitive($0.value)) }
    }

    /// The map itself, or `nil` if it is empty.
    var orNil: [String: String]? {
        isEmpty ? nil : self
    }
}

extension SecretBytes {
    /// The secret as text, for a request; from here on nobody wipes it.
    var text: String {
        withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }
}
