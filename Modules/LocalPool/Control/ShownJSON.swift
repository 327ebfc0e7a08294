internal import CognitoWire

/// Requests and answers as events show them.
///
/// The model says which members are sensitive; a few that hold secrets all the same are named here.
enum ShownJSON {
    private static let hidden = "<redacted>"

    /// Members that the model does not call sensitive: codes, keys of AWS, and what identity providers are set up with.
    private static let secretNames: Set<String> = [
        "Code", "ConfirmationCode", "SessionToken", "client_secret", "private_key",
    ]

    /// A request with everything secret hidden; `nil` if it is none of the operation's.
    static func request(_ body: [UInt8], of operation: AnyWireOperation) -> String? {
        (try? operation.redacted(request: body)).flatMap(text)
    }

    /// An answer with everything secret hidden; `nil` if it is none of the operation's.
    static func answer(_ body: [UInt8], of operation: AnyWireOperation) -> String? {
        (try? operation.redacted(answer: body)).flatMap(text)
    }

    private static func text(_ json: [UInt8]) -> String? {
        let coder = WireCoder()
        guard let document = try? coder.decode(WireDocument.self, from: json),
            let shown = try? coder.encode(withoutSecrets(document))
        else { return nil }
        return String(decoding: shown, as: UTF8.self)
    }

    private static func withoutSecrets(_ document: WireDocument) -> WireDocument {
        switch document {
        case .array(let elements): .array(elements.map(withoutSecrets))
        case .object(let members):
            .object(
                members.reduce(into: [:]) { shown, member in
                    shown[member.key] =
                        secretNames.contains(member.key) ? .string(hidden) : withoutSecrets(member.value)
                }
            )
        default: document
        }
    }
}
