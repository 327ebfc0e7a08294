/// JSON being written: members keep their order, text is escaped as RFC 8259 §7 asks and no more.
struct JSONText {
    let text: String

    init(_ string: String) {
        text = Self.quoted(string)
    }

    init(_ number: Int) {
        text = String(number)
    }

    init(_ elements: [JSONText]) {
        text = "[\(elements.map(\.text).joined(separator: ","))]"
    }

    /// An object; a member without a value is left out.
    init(_ members: KeyValuePairs<String, JSONText?>) {
        let written = members.compactMap { name, value in value.map { "\(Self.quoted(name)):\($0.text)" } }
        text = "{\(written.joined(separator: ","))}"
    }

    private static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": quoted += #"\""#
            case "\\": quoted += #"\\"#
            case "\n": quoted += #"\n"#
            case "\0"..<" ":
                let hex = String(scalar.value, radix: 16)
                quoted += #"\u"# + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
