internal import CognitoWire
internal import GRDB

extension UpdateResourceServer: LocalOperation {
    /// Replaces name and scopes; scopes that the request leaves out are gone.
    static func perform(
        _ request: UpdateResourceServerRequest,
        in call: Call
    ) throws -> UpdateResourceServerResponse {
        let pool = try call.pool(request.userPoolID)
        let known = try call.resourceServer(request.identifier, in: pool)
        let server = try ResourceServerRecord(
            poolID: pool.id,
            identifier: known.identifier,
            name: request.name,
            scopes: request.scopes
        )
        try server.update(call.db)
        return UpdateResourceServerResponse(resourceServer: server.details)
    }
}
