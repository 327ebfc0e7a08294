internal import ByteCoding
internal import GRDB

/// One page of a list that is sorted by a text: where it begins and how long it is.
struct Page {
    /// The last text of the page before; empty for the first page.
    let after: String
    let limit: Int

    /// Reads what a request asks for; 60 entries unless it says otherwise.
    ///
    /// - Parameters:
    ///   - token: The token of the page before.
    ///   - limit: How many entries are asked for.
    ///   - least: The fewest that may be asked for.
    /// - Throws: ``Refusal`` if the token is none of ours, or too few are asked for.
    init(_ token: String?, limit: Int?, atLeast least: Int = 0) throws {
        guard (limit ?? least) >= least else {
            throw Refusal.invalidParameter(
                "1 validation error detected: Value at 'limit' failed to satisfy constraint: "
                    + "Member must have value greater than or equal to \(least)"
            )
        }
        self.limit = min(max(limit ?? 60, 0), 60)
        guard let token else {
            after = ""
            return
        }
        guard let bytes = try? Base64URL.decode(token), let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal.invalidPaginationToken
        }
        after = text
    }

    /// The token of the next page; `nil` on the last one.
    func token(after last: String?, hasMore: Bool) -> String? {
        guard hasMore else { return nil }
        return last.map { Base64URL.encode(Array($0.utf8)) }
    }

    /// Fetches the page from the store.
    ///
    /// - Parameters:
    ///   - entries: All entries of the list.
    ///   - column: What they are sorted by, a text that no two of them share.
    ///   - key: The same of an entry.
    ///   - db: The store.
    /// - Returns: The page, and the token of the next; `nil` on the last one.
    /// - Throws: What the store throws.
    func fetch<Entry: FetchableRecord & TableRecord>(
        _ entries: QueryInterfaceRequest<Entry> = Entry.all(),
        by column: String,
        _ key: (Entry) -> String,
        in db: Database
    ) throws -> (entries: ArraySlice<Entry>, token: String?) {
        let rest = entries.filter(Column(column) > after).order(Column(column))
        return shown(of: try rest.limit(limit + 1).fetchAll(db), key: key)
    }

    /// What of the entries that were fetched belongs on the page, and the token of the next one.
    ///
    /// - Parameters:
    ///   - fetched: The entries after the page before, in order, one more than a page holds if there are as many.
    ///   - key: The text that they are sorted by.
    /// - Returns: The page, and the token of the next; `nil` on the last one.
    func shown<Entry>(of fetched: [Entry], key: (Entry) -> String) -> (entries: ArraySlice<Entry>, token: String?) {
        let entries = fetched.prefix(limit)
        return (entries, token(after: entries.last.map(key), hasMore: fetched.count > limit))
    }
}
