internal import CognitoWire

extension GetCSVHeader: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Names the columns of a file of users: the attributes that can be written, and two of the service's own.
    static func perform(_ request: GetCSVHeaderRequest, in call: Call) throws -> GetCSVHeaderResponse {
        let pool = try call.pool(request.userPoolID)
        let standard = AttributeSchema.standardNames.filter { $0 != "sub" && $0 != "identities" }
        let custom = pool.details.schemaAttributes?.compactMap(\.name).filter { $0.hasPrefix("custom:") } ?? []
        return GetCSVHeaderResponse(
            csvHeader: standard + custom + ["cognito:mfa_enabled", "cognito:username"],
            userPoolID: pool.id
        )
    }
}
