internal import CognitoWire
internal import GRDB

extension UpdateUserPoolDomain: LocalOperation {
    static func violations(of request: UpdateUserPoolDomainRequest) -> [WireConstraintViolation] {
        var request = request
        request.domain = PoolDomainRecord.modelled(request.domain)
        return request.constraintViolations()
    }

    static func perform(_ request: UpdateUserPoolDomainRequest, in call: Call) throws -> UpdateUserPoolDomainResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        let pool = try call.pool(request.userPoolID)
        let present = try call.domain(request.domain, of: pool)
        guard present.isCustom || request.customDomainConfig == nil else {
            throw Refusal.invalidParameter("A prefix domain has no certificate")
        }
        let changed = try PoolDomainRecord(
            domain: request.domain,
            of: pool,
            certificate: request.customDomainConfig ?? present.details.customDomainConfig,
            managedLoginVersion: request.managedLoginVersion ?? present.details.managedLoginVersion,
            routing: request.routing ?? present.details.routing,
            at: present.createdAt
        )
        try changed.update(call.db)
        return UpdateUserPoolDomainResponse(
            cloudFrontDomain: changed.details.cloudFrontDistribution,
            managedLoginVersion: changed.details.managedLoginVersion,
            routing: changed.details.routing
        )
    }
}
