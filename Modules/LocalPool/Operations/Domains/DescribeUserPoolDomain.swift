internal import CognitoWire
internal import GRDB

extension DescribeUserPoolDomain: LocalOperation {
    static var isReadOnly: Bool { true }

    static func violations(of request: DescribeUserPoolDomainRequest) -> [WireConstraintViolation] {
        var request = request
        request.domain = PoolDomainRecord.modelled(request.domain)
        return request.constraintViolations()
    }

    /// Describes a domain; one that nobody has is described by nothing, and no error.
    static func perform(
        _ request: DescribeUserPoolDomainRequest,
        in call: Call
    ) throws -> DescribeUserPoolDomainResponse {
        let record = try PoolDomainRecord.fetchOne(call.db, key: request.domain)
        return DescribeUserPoolDomainResponse(domainDescription: record?.details ?? DomainDescriptionType())
    }
}
