internal import CognitoWire
internal import GRDB

extension CreateUserPoolDomain: LocalOperation {
    static func violations(of request: CreateUserPoolDomainRequest) -> [WireConstraintViolation] {
        var request = request
        request.domain = PoolDomainRecord.modelled(request.domain)
        return request.constraintViolations()
    }

    static func perform(_ request: CreateUserPoolDomainRequest, in call: Call) throws -> CreateUserPoolDomainResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        let pool = try call.pool(request.userPoolID)
        let record = try PoolDomainRecord(
            domain: request.domain,
            of: pool,
            certificate: request.customDomainConfig,
            managedLoginVersion: request.managedLoginVersion,
            routing: request.routing,
            at: call.now
        )
        guard try !PoolDomainRecord.exists(call.db, key: record.domain) else {
            throw Refusal.invalidParameter("Domain already associated with another user pool.")
        }
        let present = try PoolDomainRecord.filter(Column("poolID") == pool.id).fetchAll(call.db)
        guard !present.contains(where: { $0.isCustom == record.isCustom }) else {
            throw Refusal(.limitExceeded, "A user pool has at most one prefix domain and one custom domain")
        }
        try record.insert(call.db)
        return CreateUserPoolDomainResponse(
            cloudFrontDomain: record.details.cloudFrontDistribution,
            managedLoginVersion: record.details.managedLoginVersion,
            routing: record.details.routing
        )
    }
}
