internal import CognitoWire
internal import GRDB

extension CreateResourceServer: LocalOperation {
    static func perform(
        _ request: CreateResourceServerRequest,
        in call: Call
    ) throws -> CreateResourceServerResponse {
        let pool = try call.pool(request.userPoolID)
        guard try call.knownResourceServer(request.identifier, in: pool) == nil else {
            throw Refusal.invalidParameter("\(request.identifier) already exists in user pool \(pool.id).")
        }
        let server = try ResourceServerRecord(
            poolID: pool.id,
            identifier: request.identifier,
            name: request.name,
            scopes: request.scopes
        )
        try server.insert(call.db)
        return CreateResourceServerResponse(resourceServer: server.details)
    }
}
