internal import ByteCoding

/// One page of a list that is sorted by a text: where it begins and how long it is.
struct Page {
    /// The last text of the page before; empty for the first page.
    let after: String
    let limit: Int

    /// Reads what a request asks for; 60 entries unless it says otherwise.
    ///
    /// - Throws: ``Refusal`` if the token is none of ours.
    init(_ token: String?, limit: Int?) throws {
        self.limit = min(max(limit ?? 60, 0), 60)
        guard let token else {
            after = ""
            return
        }
        guard let bytes = try? Base64URL.decode(token), let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal.invalidParameter("Invalid pagination token")
        }
        after = text
    }

    /// The token of the next page; `nil` on the last one.
    func token(after last: String?, hasMore: Bool) -> String? {
        guard hasMore else { return nil }
        return last.map { Base64URL.encode(Array($0.utf8)) }
    }
}
