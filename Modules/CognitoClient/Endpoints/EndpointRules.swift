public import CognitoWire

/// Where the requests of each service go, decided once: from a region, or an address of one's own.
///
/// The rules are those that botocore ships for both services: `cognito-idp.REGION.SUFFIX`, `-fips` behind the service's
/// name for FIPS, other suffixes for dual stack with the two exceptions that ``endpoint(for:)`` names.
public struct EndpointRules: Hashable, Sendable {
    /// The region that requests are signed for.
    public let region: Region
    /// Which of the region's hosts are called; empty for an address of one's own.
    public let variant: EndpointVariant
    /// The address of one's own, if there is one.
    public let custom: ServiceEndpoint?
    private let partition: Partition

    /// The hosts of AWS in a region.
    ///
    /// - Parameters:
    ///   - region: The region; one that is unknown belongs to the commercial partition.
    ///   - variant: FIPS, dual stack, both or neither.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidEndpoint`` if the region's partition has no
    ///   such hosts.
    public init(region: Region, variant: EndpointVariant = []) throws(CognitoClientError) {
        try self.init(region: region, variant: variant, partition: region.partition)
    }

    /// An address of one's own for every service: a local pool, a mock server, a private endpoint.
    ///
    /// - Parameters:
    ///   - custom: The address, such as `http://127.0.0.1:9229`.
    ///   - region: The region that requests are signed for.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidEndpoint``.
    public init(custom: String, region: Region) throws(CognitoClientError) {
        self.region = region
        variant = []
        partition = region.partition
        self.custom = try ServiceEndpoint(custom: custom)
    }

    /// What configuration files and flags say, all at once.
    ///
    /// - Parameters:
    ///   - region: The region.
    ///   - variant: FIPS, dual stack, both or neither.
    ///   - custom: An address of one's own; it excludes every variant.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidEndpoint``.
    public init(region: Region, variant: EndpointVariant, custom: String?) throws(CognitoClientError) {
        guard let custom else {
            try self.init(region: region, variant: variant)
            return
        }
        guard variant.isEmpty else {
            throw CognitoClientError(
                .invalidEndpoint,
                "an endpoint of one's own cannot be combined with FIPS or dual stack",
                remedy: .fixInput
            )
        }
        try self.init(custom: custom, region: region)
    }

    /// The rules with a partition of a test's own.
    ///
    /// - Parameters:
    ///   - region: The region.
    ///   - variant: FIPS, dual stack, both or neither.
    ///   - partition: The partition that the region is taken to belong to.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidEndpoint``.
    @_spi(Testing) public init(
        region: Region,
        variant: EndpointVariant,
        partition: Partition
    ) throws(CognitoClientError) {
        let lacksFIPS = variant.contains(.fips) && !partition.supportsFIPS
        let lacksDualStack = variant.contains(.dualStack) && partition.dualStackSuffix == nil
        guard !lacksFIPS, !lacksDualStack else {
            throw CognitoClientError(
                .invalidEndpoint,
                "partition \(partition.name) has no \(lacksFIPS ? "FIPS" : "dual-stack") hosts",
                remedy: .fixInput
            )
        }
        self.region = region
        self.variant = variant
        self.partition = partition
        custom = nil
    }

    /// Where requests of `service` go.
    ///
    /// Dual stack has the partition's own suffix, but the plain hosts of the commercial partition, and the FIPS hosts of
    /// four regions in the United States, answer over IPv6 under their usual name.
    public func endpoint(for service: WireService) -> ServiceEndpoint {
        if let custom { return custom }
        let isFIPS = variant.contains(.fips)
        let label = isFIPS ? "\(service.endpointPrefix)-fips" : service.endpointPrefix
        guard variant.contains(.dualStack), let dualStackSuffix = partition.dualStackSuffix else {
            return ServiceEndpoint(host: "\(label).\(region.name).\(partition.dnsSuffix)")
        }
        let keepsName = isFIPS ? Self.dualStackFIPSRegions.contains(region.name) : partition == .aws
        return ServiceEndpoint(host: "\(label).\(region.name).\(keepsName ? Partition.aws.dnsSuffix : dualStackSuffix)")
    }

    private static let dualStackFIPSRegions: Set<String> = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]
}
