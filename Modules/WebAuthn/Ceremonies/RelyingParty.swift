/// Who asks for passkeys, and the pages that may do so in its name.
public struct RelyingParty: Hashable, Sendable {
    /// The host name that credentials belong to, such as `auth.example.com` or `localhost`.
    public let id: String
    /// What people are shown.
    public let name: String
    /// The origins of the pages, compared byte for byte: scheme, host, and the port unless it is the scheme's own.
    public let origins: [String]
    /// The origins of pages that may hold one of ``origins`` in a frame; `nil` refuses every ceremony in such a frame.
    public var topOrigins: [String]?

    /// Names a relying party.
    ///
    /// - Parameters:
    ///   - id: A host name in lower case, at most 253 bytes; international names in their ASCII form.
    ///   - name: What people are shown; the identifier if `nil`.
    ///   - origins: At least one, such as `https://auth.example.com` or `http://localhost:9229`.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/invalidOptions`` for anything else.
    public init(id: String, name: String? = nil, origins: [String]) throws(WebAuthnError) {
        guard HostName.isWellFormed(id) else {
            throw WebAuthnError(.invalidOptions, "a relying party's identifier is a host name in lower case")
        }
        guard !origins.isEmpty, origins.allSatisfy({ !$0.isEmpty }) else {
            throw WebAuthnError(.invalidOptions, "a relying party without the origin of a page")
        }
        self.id = id
        self.name = name ?? id
        self.origins = origins
    }
}

/// Host names, as far as relying parties need them.
enum HostName {
    /// Whether a text is labels of lower-case letters, digits and hyphens between dots.
    static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy(isOfLabel)
        }
    }

    private static func isOfLabel(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
