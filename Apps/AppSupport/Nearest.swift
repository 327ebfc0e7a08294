/// Finds what somebody may have meant.
public enum Nearest {
    /// The name that is most like `name`, if one is like it at all.
    public static func name(to name: String, in names: [String]) -> String? {
        let nearest = names.map { ($0, distance(name.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        return nearest.flatMap { $0.1 <= max(2, name.count / 4) ? $0.0 : nil }
    }

    /// How many insertions, deletions and replacements of characters lead from one text to another (Levenshtein).
    static func distance(_ first: String, _ second: String) -> Int {
        let target = Array(second)
        var row = Array(0...target.count)
        for (line, character) in first.enumerated() {
            var diagonal = line
            row[0] = line + 1
            for column in target.indices {
                let replaced = diagonal + (character == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
