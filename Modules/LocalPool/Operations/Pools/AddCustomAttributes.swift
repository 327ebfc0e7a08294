internal import CognitoWire
internal import GRDB

extension AddCustomAttributes: LocalOperation {
    static func perform(_ request: AddCustomAttributesRequest, in call: Call) throws -> AddCustomAttributesResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        var pool = try call.pool(request.userPoolID)
        pool.details.schemaAttributes = try pool.schema.adding(request.customAttributes).attributes
        pool.modifiedAt = call.now
        try pool.update(call.db)
        return AddCustomAttributesResponse()
    }
}
