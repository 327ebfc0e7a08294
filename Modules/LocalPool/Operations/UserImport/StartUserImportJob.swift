internal import CognitoWire
internal import GRDB

extension StartUserImportJob: LocalOperation {
    /// Starts a job, which fails a moment later for want of its file.
    static func perform(_ request: StartUserImportJobRequest, in call: Call) throws -> StartUserImportJobResponse {
        var job = try call.importJob(request.jobID, in: call.pool(request.userPoolID))
        try call.require(.created, of: job)
        job.startedAt = call.now
        try job.update(call.db)
        return StartUserImportJobResponse(userImportJob: job.described(at: call.now, endpoint: call.endpoint))
    }
}
