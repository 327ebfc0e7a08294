internal import CognitoWire
internal import GRDB

extension IdentityPools.DeleteIdentities: LocalOperation {
    /// Deletes identities, and names those that are not there.
    static func perform(
        _ request: IdentityPools.DeleteIdentitiesInput,
        in call: Call
    ) throws -> IdentityPools.DeleteIdentitiesResponse {
        let unknown = try request.identityIDsToDelete.filter { try !IdentityRecord.deleteOne(call.db, key: $0) }
        return IdentityPools.DeleteIdentitiesResponse(
            unprocessedIdentityIDs: unknown.map { id in
                IdentityPools.UnprocessedIdentityId(errorCode: .accessDenied, identityID: id)
            }
        )
    }
}
