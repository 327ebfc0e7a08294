internal import CognitoWire

extension IdentityPools.ListIdentityPools: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.ListIdentityPoolsInput,
        in call: Call
    ) throws -> IdentityPools.ListIdentityPoolsResponse {
        let page = try Page(request.nextToken, limit: request.maxResults)
        let shown = try page.fetch(by: "id", \IdentityPoolRecord.id, in: call.db)
        return IdentityPools.ListIdentityPoolsResponse(
            identityPools: shown.entries.map { pool in
                IdentityPools.IdentityPoolShortDescription(
                    identityPoolID: pool.id,
                    identityPoolName: pool.settings.identityPoolName
                )
            },
            nextToken: shown.token
        )
    }
}
