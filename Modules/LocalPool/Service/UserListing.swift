internal import ByteCoding
internal import GRDB

/// Pages of a pool's users, in the order of the index that finds them: a page costs the same among a million users.
struct UserListing {
    private let poolID: String
    /// The column that the filter is about, by which the pages are sorted, so that one index serves for both.
    private let column: String
    /// What that column must be; `nil` if it does not matter.
    private let filter: UserFilter?
    /// What else must hold, the pool first; `nil` if it holds for nobody.
    private let condition: String?

    /// Lists the users of a pool that pass a filter.
    init(poolID: String, filter: UserFilter?) {
        self.poolID = poolID
        self.filter = filter?.name == "status" ? nil : filter
        switch filter?.name {
        case nil, "username": (column, condition) = ("key", "poolID = ?")
        case "status": (column, condition) = ("key", filter?.states)
        case "cognito:user_status": (column, condition) = ("status", "poolID = ?")
        // The index of this one knows no pools; the sign keeps one that knows them from being preferred.
        case "sub": (column, condition) = ("sub", "+poolID = ?")
        case .some(let name):
            column = Schema.attribute(name)
            condition = "poolID = ? AND \(column) IS NOT NULL"
        }
    }

    /// Fetches one page.
    ///
    /// - Returns: The users, and where the next page begins; `nil` on the last one.
    /// - Throws: ``Refusal`` if the token is of another list; what the store throws.
    func page(after token: String, limit: Int, in db: Database) throws -> (users: [UserRecord], next: String?) {
        let place = token.isEmpty ? nil : try Place(token)
        if let place, filter?.passes(place.value) == false { throw Refusal.invalidPaginationToken }
        let rows = try rows(after: place, limit + 1, in: db)
        let shown = rows.prefix(limit)
        let last = shown.last.map { Place(value: $0["place"], number: $0["number"]) }
        return (try shown.map { try UserRecord(row: $0) }, rows.count > limit ? last?.token : nil)
    }

    /// Asks in two steps, as the index answers each without sorting: for users with the value of the place, then for the
    /// values behind it.
    private func rows(after place: Place?, _ count: Int, in db: Database) throws -> [Row] {
        let isExact = filter?.isPrefix == false
        let first = filter?.value ?? ""
        var rows: [Row] = []
        if let value = place?.value ?? (isExact ? first : nil) {
            let arguments: StatementArguments = [value, place?.number ?? 0]
            rows = try fetch(count, where: "\(column) = ? AND rowid > ?", arguments, by: "rowid", in: db)
        }
        guard !isExact, rows.count < count else { return rows }
        let arguments: StatementArguments = [place?.value ?? first, first + "\u{10FFFF}"]
        let range = "\(column) \(place == nil ? ">=" : ">") ? AND \(column) < ?"
        return rows + (try fetch(count - rows.count, where: range, arguments, by: "\(column), rowid", in: db))
    }

    private func fetch(
        _ count: Int,
        where place: String,
        _ placeArguments: StatementArguments,
        by order: String,
        in db: Database
    ) throws -> [Row] {
        guard let condition else { return [] }
        let sql = """
            SELECT rowid AS number, \(column) AS place, user.* FROM user
            WHERE \(condition) AND \(place) ORDER BY \(order) LIMIT ?
            """
        return try Row.fetchAll(db, sql: sql, arguments: [poolID] + placeArguments + [count])
    }
}

extension UserFilter {
    /// Whether a value is equal, or begins with what is looked for, byte by byte.
    fileprivate func passes(_ value: String) -> Bool {
        isPrefix ? value.utf8.starts(with: self.value.utf8) : value.hasSameBytes(as: self.value)
    }

    /// The condition for users who are enabled, disabled or either; written out, as one index is for this very text.
    fileprivate var states: String? {
        switch (passes("Enabled"), passes("Disabled")) {
        case (true, true): "poolID = ?"
        case (true, false): "poolID = ? AND isEnabled = 1"
        case (false, true): "poolID = ? AND isEnabled = 0"
        case (false, false): nil
        }
    }
}

/// Where a page ends: the value that pages are sorted by, and the row.
private struct Place {
    let value: String
    let number: Int64

    init(value: String, number: Int64) {
        (self.value, self.number) = (value, number)
    }

    init(_ token: String) throws {
        let parts = token.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]) else {
            throw Refusal.invalidPaginationToken
        }
        self.init(value: String(parts[1]), number: number)
    }

    var token: String { "\(number):\(value)" }
}
