internal import CognitoWire
internal import GRDB

extension StopUserImportJob: LocalOperation {
    static func perform(_ request: StopUserImportJobRequest, in call: Call) throws -> StopUserImportJobResponse {
        var job = try call.importJob(request.jobID, in: call.pool(request.userPoolID))
        try call.require(.pending, of: job)
        job.stoppedAt = call.now
        try job.update(call.db)
        return StopUserImportJobResponse(userImportJob: job.described(at: call.now, endpoint: call.endpoint))
    }
}
