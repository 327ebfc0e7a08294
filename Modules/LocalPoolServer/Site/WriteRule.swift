internal import HTTPTypes

/// What a local route asks of a request that changes something, so that no web page and no other machine makes one.
enum WriteRule {
    /// JSON, which a browser does not send to another origin without asking first.
    static let json: Set<String> = ["application/json"]
    /// A seed: a document, or users line by line.
    static let seed: Set<String> = ["application/json", "application/x-ndjson", "application/yaml"]
    /// A database.
    static let file: Set<String> = ["application/vnd.sqlite3", "application/octet-stream"]

    /// What a request says its body is, without parameters.
    static func type(of request: SiteRequest) -> String {
        request.headers[.contentType]?.lowercased().prefix { $0 != ";" }.filter { $0 != " " } ?? ""
    }

    /// Lets a request pass, or says why not.
    ///
    /// - Parameters:
    ///   - request: The request, of which only the head is looked at.
    ///   - types: What its body may be; `nil` if it has none and its method is one that browsers ask about.
    /// - Throws: ``Problem`` with status 403 or 415.
    static func check(_ request: SiteRequest, types: Set<String>?) throws(Problem) {
        guard HostRule.isLoopback(authority: request.authority) else {
            throw Problem(.forbidden, "hostNotAllowed", "Changes are made under a name of the loopback alone.")
        }
        let own = "http://\(request.authority ?? "")".lowercased()
        guard request.headers[values: .origin].allSatisfy({ $0.lowercased() == own }) else {
            throw Problem(.forbidden, "foreignPage", "Pages of other origins may not change anything.")
        }
        guard let types else { return }
        guard types.contains(type(of: request)) else {
            let known = types.sorted().joined(separator: " or ")
            throw Problem(.unsupportedMediaType, "unsupportedMediaType", "Content-Type must be \(known).")
        }
    }
}
