internal import CognitoWire
internal import GRDB

extension DeleteUserPoolDomain: LocalOperation {
    static func violations(of request: DeleteUserPoolDomainRequest) -> [WireConstraintViolation] {
        var request = request
        request.domain = PoolDomainRecord.modelled(request.domain)
        return request.constraintViolations()
    }

    static func perform(_ request: DeleteUserPoolDomainRequest, in call: Call) throws -> DeleteUserPoolDomainResponse {
        try call.domain(request.domain, of: call.pool(request.userPoolID)).delete(call.db)
        return DeleteUserPoolDomainResponse()
    }
}

extension Call {
    /// The domain of that name, if it is the pool's.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func domain(_ name: String, of pool: UserPoolRecord) throws -> PoolDomainRecord {
        guard let record = try PoolDomainRecord.fetchOne(db, key: name), record.poolID == pool.id else {
            throw Refusal(.resourceNotFound, "No such domain or user pool exists.")
        }
        return record
    }
}
