internal import HTTPTypes

/// The query of a request: each name once, and only names that the route knows.
///
/// A misspelt name is refused instead of ignored, so that a script does not wait for nothing.
struct QueryText {
    private var values: [String: String] = [:]

    /// Reads a query.
    ///
    /// - Throws: ``Problem`` with status 400.
    init(_ query: Substring, names: Set<String>) throws(Problem) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = PercentText.decoded(parts[0]), let value = PercentText.decoded(parts[1])
            else { throw Problem(.badRequest, "malformedRequest", "A part of the query is not name=value.") }
            guard names.contains(name) else {
                let known = names.sorted().joined(separator: " and ")
                throw Problem(.badRequest, "malformedRequest", "The query of this path knows \(known) alone.")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem(.badRequest, "malformedRequest", "\(name) stands twice in the query.")
            }
        }
    }

    /// The value of a name; `nil` if it is not there.
    subscript(name: String) -> String? {
        values[name]
    }
}
