internal import CognitoWire

extension GetCSVHeader: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Names the columns of a file of users: the attributes that can be written, and two of the service's own.
    static func perform(_ request: GetCSVHeaderRequest, in call: Call) throws -> GetCSVHeaderResponse {
        let pool = try call.pool(request.userPoolID)
        return GetCSVHeaderResponse(csvHeader: UserImport.columns(of: pool), userPoolID: pool.id)
    }
}
