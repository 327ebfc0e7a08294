internal import CognitoWire

extension DescribeUserImportJob: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: DescribeUserImportJobRequest,
        in call: Call
    ) throws -> DescribeUserImportJobResponse {
        let job = try call.importJob(request.jobID, in: call.pool(request.userPoolID))
        return DescribeUserImportJobResponse(userImportJob: job.described(at: call.now, endpoint: call.endpoint))
    }
}
