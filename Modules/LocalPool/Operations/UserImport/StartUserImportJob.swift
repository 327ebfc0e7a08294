internal import CognitoWire
internal import GRDB

extension StartUserImportJob: LocalOperation {
    /// Imports the file of a job; that it is over shows a moment later.
    static func perform(_ request: StartUserImportJobRequest, in call: Call) throws -> StartUserImportJobResponse {
        let pool = try call.pool(request.userPoolID)
        var job = try call.importJob(request.jobID, in: pool)
        try call.require(.created, of: job)
        guard pool.details.autoVerifiedAttributes?.isEmpty == false else {
            throw Refusal(.preconditionNotMet, "The user pool verifies neither e-mail addresses nor telephone numbers.")
        }
        job.startedAt = call.now
        job.outcome = try job.file.map { try UserImport(call: call, pool: pool).run($0.bytes) }
        job.file = nil
        try job.update(call.db)
        return StartUserImportJobResponse(userImportJob: job.described(at: call.now, endpoint: call.endpoint))
    }
}
