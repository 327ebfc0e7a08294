internal import HTTPTypes

/// Which of two forms a request would rather have (RFC 9110 §12.5.1).
enum AcceptedType {
    /// Whether a kind of text is asked for more than JSON; without `Accept`, and where both are as good, it is JSON.
    ///
    /// - Parameters:
    ///   - subtype: `plain` or `html`.
    ///   - headers: The request's header fields.
    /// - Returns: Whether the answer is that text.
    static func prefersText(_ subtype: Substring, _ headers: HTTPFields) -> Bool {
        let ranges = headers[values: .accept].flatMap { $0.split(separator: ",") }.map(Range.init)
        return weight(of: "text", subtype, in: ranges) > weight(of: "application", "json", in: ranges)
    }

    /// The weight that the most specific range gives, in thousandths.
    private static func weight(of type: Substring, _ subtype: Substring, in ranges: [Range]) -> Int {
        let matches = ranges.compactMap { range in range.specificity(for: type, subtype).map { ($0, range.weight) } }
        return matches.max { $0.0 < $1.0 }?.1 ?? 0
    }

    /// One media range with its weight.
    private struct Range {
        private let type: Substring
        private let subtype: Substring
        let weight: Int

        init(_ text: Substring) {
            let parts = text.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let names = (parts.first ?? "").split(separator: "/", maxSplits: 1)
            type = names.first ?? ""
            subtype = names.count == 2 ? names[1] : ""
            weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) } ?? 1000
        }

        func specificity(for type: Substring, _ subtype: Substring) -> Int? {
            switch (self.type, self.subtype) {
            case (type, subtype): 2
            case (type, "*"): 1
            case ("*", "*"): 0
            default: nil
            }
        }

        private static func thousandths(_ text: Substring) -> Int {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let whole = parts.first, whole == "0" || whole == "1" else { return 0 }
            let fraction = (parts.count == 2 ? parts[1].prefix(3) : "") + "000"
            return whole == "1" ? 1000 : Int(fraction.prefix(3)) ?? 0
        }
    }
}
