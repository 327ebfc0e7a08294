/// The parameters of a query or a form (`application/x-www-form-urlencoded`), each name once; an empty value is none
/// (RFC 6749 §3.1).
package struct OAuthParameters: Sendable {
    /// As they came, to be carried along.
    package let text: String
    private let values: [String: String]

    /// Every value that is not empty, by name.
    var all: [String: String] { values.filter { !$0.value.isEmpty } }

    /// Reads a query, or the body of a form.
    ///
    /// - Throws: ``OAuthRefusal`` if a name stands twice, or something is not percent-encoded UTF-8.
    package init(_ text: String) throws(OAuthRefusal) {
        guard let values = Self.values(in: text) else {
            throw OAuthRefusal(.invalidRequest, "A parameter stands there twice, or is not percent-encoded UTF-8.")
        }
        self.text = text
        self.values = values
    }

    private static func values(in text: String) -> [String: String]? {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(PercentText.decode),
                let value = PercentText.decode(parts.dropFirst().first ?? ""),
                values.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return values
    }

    /// The value of that name, if there is one.
    package subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of that name.
    ///
    /// - Throws: ``OAuthRefusal`` if there is none.
    func required(_ name: String) throws(OAuthRefusal) -> String {
        guard let value = self[name] else { throw OAuthRefusal(.invalidRequest, "\(name) is missing.") }
        return value
    }

    /// Parameters as a query.
    static func text(_ parameters: [(name: String, value: String?)]) -> String {
        parameters.compactMap { name, value in
            value.map { "\(PercentText.encode(name))=\(PercentText.encode($0))" }
        }.joined(separator: "&")
    }
}
