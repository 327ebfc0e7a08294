/// A file of users as the service takes it: a line for each, below a line that names the columns; a backslash before a
/// comma makes it part of a value.
struct ImportFile {
    /// The columns, in their order.
    let columns: [String]
    /// Every user, in the order of the columns; `nil` for a line that has other columns.
    let rows: [[String: String]?]

    /// Reads a file; `nil` if it is no UTF-8, or has no first line.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines = text.split { $0.isNewline }.map(Self.values)[...]
        guard let columns = lines.popFirst() else { return nil }
        self.columns = columns
        rows = lines.map { values in
            guard values.count == columns.count else { return nil }
            let pairs = zip(columns, values).filter { !$1.isEmpty }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    private static func values(in line: Substring) -> [String] {
        var (values, value, isEscaped) = ([String](), "", false)
        for character in line {
            switch character {
            case "," where !isEscaped:
                values.append(value)
                value = ""
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case ",": value.append(character)
            default: value += isEscaped ? "\\\(character)" : String(character)
            }
            isEscaped = false
        }
        return values + [isEscaped ? value + "\\" : value]
    }
}
