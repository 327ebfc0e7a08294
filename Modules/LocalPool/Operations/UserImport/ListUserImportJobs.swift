internal import CognitoWire
internal import GRDB

extension ListUserImportJobs: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists jobs, the newest first.
    static func perform(_ request: ListUserImportJobsRequest, in call: Call) throws -> ListUserImportJobsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.paginationToken, limit: request.maxResults)
        let jobs =
            try ImportJobRecord
            .filter(Column("poolID") == pool.id && Column("rank") > page.after)
            .order(Column("rank"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: jobs, key: \.rank)
        return ListUserImportJobsResponse(
            paginationToken: shown.token,
            userImportJobs: shown.entries.map { $0.described(at: call.now, endpoint: call.endpoint) }
        )
    }
}
