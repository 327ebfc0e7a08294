internal import CognitoWire
internal import GRDB

extension CreateUserImportJob: LocalOperation {
    static func perform(_ request: CreateUserImportJobRequest, in call: Call) throws -> CreateUserImportJobResponse {
        _ = try call.pool(request.userPoolID)
        try RequestCheck.refuseUnknownValues(in: request)
        let id = "import-\(try call.random.makeClientID())"
        let job = ImportJobRecord(id: id, request: request, at: call.now)
        try job.insert(call.db)
        return CreateUserImportJobResponse(userImportJob: job.described(at: call.now, endpoint: call.endpoint))
    }
}
