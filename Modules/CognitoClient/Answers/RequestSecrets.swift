internal import CognitoWire

/// The secrets of a request, to be kept out of what is said about it: services quote what they refuse.
struct RequestSecrets {
    private var secrets: Set<String> = []

    /// Collects every text of `body` that stands under a name such as `Password`, `SECRET_HASH` or `Session`.
    ///
    /// - Parameter body: The request as JSON; what cannot be read holds nothing.
    init(in body: [UInt8]) {
        guard let document = try? WireCoder().decode(WireDocument.self, from: body) else { return }
        collect(document, isSecret: false)
    }

    /// `text` with `<redacted>` for every secret of it.
    func redacted(from text: String) -> String {
        secrets.sorted { $0.utf8.count > $1.utf8.count }.reduce(text) { result, secret in
            result.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "<redacted>")
        }
    }

    private mutating func collect(_ document: WireDocument, isSecret: Bool) {
        switch document {
        case .string(let text):
            // Shorter texts would tear words apart, and are nothing that is secret in this protocol but codes.
            if isSecret, text.utf8.count >= 4 { secrets.insert(text) }
        case .array(let elements):
            for element in elements { collect(element, isSecret: isSecret) }
        case .object(let members):
            for (name, value) in members { collect(value, isSecret: isSecret || Self.isSecret(name)) }
        default: break
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return words.contains { lowered.contains($0) }
    }

    private static let words = [
        "answer", "assertion", "code", "credential", "password", "secret", "session", "signature", "token", "verifier",
    ]
}
