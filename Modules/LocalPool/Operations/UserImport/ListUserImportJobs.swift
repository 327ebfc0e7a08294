internal import CognitoWire
internal import GRDB

extension ListUserImportJobs: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists jobs, the newest first.
    static func perform(_ request: ListUserImportJobsRequest, in call: Call) throws -> ListUserImportJobsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.paginationToken, limit: request.maxResults)
        let shown = try page.fetch(ImportJobRecord.filter(Column("poolID") == pool.id), by: "rank", \.rank, in: call.db)
        return ListUserImportJobsResponse(
            paginationToken: shown.token,
            userImportJobs: shown.entries.map { $0.described(at: call.now, endpoint: call.endpoint) }
        )
    }
}
