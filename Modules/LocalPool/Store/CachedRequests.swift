internal import GRDB

/// What every sign-in asks for. A statement is compiled once for a connection and kept; the query builder compiles its own
/// each time, which takes longer than to run them.
extension FetchableRecord where Self: TableRecord {
    /// The first row that meets a condition.
    ///
    /// - Parameters:
    ///   - db: The connection.
    ///   - condition: In SQL, with a `?` for each argument.
    ///   - arguments: Their values.
    /// - Returns: The row; `nil` if there is none.
    /// - Throws: What the store throws.
    static func first(
        _ db: Database,
        where condition: StaticString,
        _ arguments: StatementArguments
    ) throws -> Self? {
        try cached(condition, arguments).fetchOne(db)
    }

    /// All rows that meet a condition.
    static func all(
        _ db: Database,
        where condition: StaticString,
        _ arguments: StatementArguments
    ) throws -> [Self] {
        try cached(condition, arguments).fetchAll(db)
    }

    private static func cached(_ condition: StaticString, _ arguments: StatementArguments) -> SQLRequest<Self> {
        SQLRequest(
            sql: "SELECT * FROM \(databaseTableName) WHERE \(condition)",
            arguments: arguments,
            cached: true
        )
    }
}

extension TableRecord {
    /// Deletes all rows that meet a condition.
    static func delete(_ db: Database, where condition: StaticString, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: "DELETE FROM \(databaseTableName) WHERE \(condition)")
            .execute(arguments: arguments)
    }
}
