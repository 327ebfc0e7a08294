internal import ByteCoding

/// The filter of `ListUsers`: one attribute, `=` or `^=` (begins with), and a value between quotation marks.
struct UserFilter: Hashable {
    /// The name of the attribute, or `username`, `sub`, `cognito:user_status`, `status`.
    let name: String
    let value: String
    /// Whether the attribute need only begin with the value.
    let isPrefix: Bool

    private static let names: Set<String> = Set(Schema.indexedAttributes).union([
        "username", "sub", "cognito:user_status", "status",
    ])

    /// Reads a filter.
    ///
    /// - Throws: ``Refusal`` if it has another form, or names an attribute that users cannot be listed by.
    init(_ text: String) throws {
        var rest = text[...]
        rest.trimSpaces()
        let name = rest.first == "\"" ? Self.quoted(&rest) : rest.prefixName()
        rest.trimSpaces()
        let isPrefix = rest.hasPrefix("^=")
        guard let name, !name.isEmpty, isPrefix || rest.hasPrefix("=") else { throw Self.malformed }
        rest = rest.dropFirst(isPrefix ? 2 : 1)
        rest.trimSpaces()
        guard let value = Self.quoted(&rest) else { throw Self.malformed }
        rest.trimSpaces()
        guard rest.isEmpty else { throw Self.malformed }
        guard Self.names.contains(name) else {
            throw Refusal.invalidParameter("Error while parsing filter: Invalid search attribute: \(name)")
        }
        (self.name, self.value, self.isPrefix) = (name, value, isPrefix)
    }

    private static let malformed = Refusal.invalidParameter("Error while parsing filter.")

    /// A text between quotation marks, in which a backslash takes the next character as it is.
    private static func quoted(_ rest: inout Substring) -> String? {
        guard rest.popFirst() == "\"" else { return nil }
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                text.append(next)
            default: text.append(character)
            }
        }
        return nil
    }
}

extension Substring {
    fileprivate mutating func trimSpaces() {
        self = self.drop { $0 == " " }
        while last == " " { removeLast() }
    }

    fileprivate mutating func prefixName() -> String {
        let name = prefix { $0.isLetter || $0.isNumber || "_:.".contains($0) }
        self = self[name.endIndex...]
        return String(name)
    }
}
