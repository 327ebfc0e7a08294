internal import ByteCoding
internal import GRDB

/// Pages of a pool's users, in the order of the index that finds them: a page costs the same among a million users.
struct UserListing {
    private let poolID: String
    private let filter: UserFilter?

    /// Lists the users of a pool that pass a filter.
    init(poolID: String, filter: UserFilter?) {
        (self.poolID, self.filter) = (poolID, filter)
    }

    /// Fetches one page.
    ///
    /// - Returns: The users, and where the next page begins; `nil` on the last one.
    func page(after token: String, limit: Int, in db: Database) throws -> (users: [UserRecord], next: String?) {
        guard !token.isEmpty else { return try page(of: fetch(limit + 1, in: db), limit) }
        let place = try Place(token)
        // Two questions, as one index answers each without sorting.
        let sql = "\(orderedBy) = ? AND rowid > ?"
        var rows = try fetch(limit + 1, where: sql, [place.value, place.number], in: db)
        if rows.count <= limit, filter?.isPrefix ?? true || orderedBy == "key" {
            rows += try fetch(limit + 1 - rows.count, where: "\(orderedBy) > ?", [place.value], in: db)
        }
        return try page(of: rows, limit)
    }

    private func fetch(
        _ count: Int,
        where place: String = "1",
        _ placeArguments: StatementArguments = [],
        in db: Database
    ) throws -> [Row] {
        let (condition, arguments) = condition
        let sql = """
            SELECT rowid AS number, \(orderedBy) AS place, user.* FROM user
            WHERE poolID = ? AND \(condition) AND \(place) ORDER BY \(orderedBy), rowid LIMIT ?
            """
        var all: StatementArguments = [poolID]
        all += arguments
        all += placeArguments
        all += [count]
        return try Row.fetchAll(db, sql: sql, arguments: all)
    }

    private func page(of rows: [Row], _ limit: Int) throws -> (users: [UserRecord], next: String?) {
        let shown = rows.prefix(limit)
        let last = shown.last.map { Place(value: $0["place"], number: $0["number"]) }
        return (try shown.map { try UserRecord(row: $0) }, rows.count > limit ? last?.token : nil)
    }

    /// What the pages are sorted by: the value that is looked for, so that one index serves for both.
    private var orderedBy: String {
        switch filter?.name {
        case nil, "username", "status": "key"
        case "sub": "sub"
        case "cognito:user_status": "status"
        case .some(let name): Schema.attribute(name)
        }
    }

    private var condition: (sql: String, arguments: StatementArguments) {
        guard let filter else { return ("1", []) }
        let matches = { (text: String) in
            filter.isPrefix ? text.hasPrefix(filter.value) : text.hasSameBytes(as: filter.value)
        }
        if filter.name == "status" {
            let states = [(1, "Enabled"), (0, "Disabled")].filter { matches($0.1) }.map { String($0.0) }
            return ("isEnabled IN (\(states.joined(separator: ", ")))", [])
        }
        let column = orderedBy
        let isThere = Schema.indexedAttributes.contains(filter.name) ? "\(column) IS NOT NULL AND " : ""
        guard filter.isPrefix else { return ("\(isThere)\(column) = ?", [filter.value]) }
        return ("\(isThere)\(column) >= ? AND \(column) < ?", [filter.value, filter.value + "\u{10FFFF}"])
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
            throw Refusal.invalidParameter("Invalid pagination token")
        }
        self.init(value: String(parts[1]), number: number)
    }

    var token: String { "\(number):\(value)" }
}
