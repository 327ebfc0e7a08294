import CognitoClient
import CognitoJWT
import CognitoWire
import Testing

/// Two rooms that do not know one another have a table of AWS's partitions each: here they are held side by side.
@Suite("Hosts of issuers") struct IssuerHostTests {
    /// One region of each partition, and of those with several shapes of names one of each.
    private static let regions = [
        "us-east-1", "eu-central-1", "ap-southeast-7", "il-central-1", "mx-central-1", "cn-north-1", "cn-northwest-1",
        "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "us-gov-west-1",
    ]

    private func hosts(_ region: String, _ form: Issuers.Form) throws -> [String] {
        var rules = TokenRules(userPoolID: "\(region)_Abc123456", use: .either, clients: .any)
        rules.issuers = .service([form])
        return try TokenVerifier(rules).keySetURLs
    }

    @Test("tokens are issued where the service is called, in every partition", arguments: regions)
    func original(_ region: String) throws {
        let endpoint = try EndpointRules(region: Region(region)).endpoint(for: .userPools)
        #expect(try hosts(region, .original) == ["\(endpoint.url)\(region)_Abc123456/.well-known/jwks.json"])
    }

    @Test("the UPDATED shape has the same suffix", arguments: regions)
    func updated(_ region: String) throws {
        let suffix = try Region(region).partition.dnsSuffix
        let host = "https://issuer-cognito-idp.\(region).\(suffix)/"
        #expect(try hosts(region, .updated) == ["\(host)\(region)_Abc123456/.well-known/jwks.json"])
    }

    @Test("there is a region of every partition among them")
    func complete() throws {
        let names = try Set(Self.regions.map { try Region($0).partition.name })
        #expect(names == Set(Partition.all.map(\.name)))
    }
}
