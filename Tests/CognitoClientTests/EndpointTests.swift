import CognitoClient
import CognitoWire
import Foundation
import Testing

@Suite("Endpoints") struct EndpointTests {
    @Test("the host is the one that botocore calls", arguments: EndpointRow.all)
    func golden(_ row: EndpointRow) throws {
        guard let url = row.url else {
            let error = #expect(throws: CognitoClientError.self) { try row.rules() }
            #expect(error?.code == .invalidEndpoint)
            #expect(error?.remedy == .fixInput)
            return
        }
        #expect(try row.rules().endpoint(for: row.wireService).url == "\(url)/")
    }

    @Test("the table is whole: every partition, both services, every combination")
    func tableIsWhole() {
        #expect(EndpointRow.all.count == 520)
        #expect(EndpointRow.all.filter { $0.url == nil }.count == 12)
        #expect(Set(EndpointRow.all.compactMap { try? Region($0.region).partition.name }).count == Partition.all.count)
    }
}

/// One row of `Golden/endpoints.json`, which `Golden/make_endpoints.py` writes.
struct EndpointRow: Decodable, CustomTestStringConvertible, Sendable {
    let service: String
    let region: String
    let fips: Bool
    let dualStack: Bool
    let custom: String?
    /// Absent if botocore refuses the combination.
    let url: String?

    var testDescription: String {
        "\(service) \(region)\(fips ? " FIPS" : "")\(dualStack ? " dual stack" : "") \(custom ?? "")"
    }

    var wireService: WireService {
        WireService(targetPrefix: "", endpointPrefix: service, signingName: service, apiVersion: "")
    }

    func rules() throws -> EndpointRules {
        var variant: EndpointVariant = []
        if fips { variant.insert(.fips) }
        if dualStack { variant.insert(.dualStack) }
        return try EndpointRules(region: Region(region), variant: variant, custom: custom)
    }

    static let all: [EndpointRow] = {
        struct Table: Decodable { let rows: [EndpointRow] }
        guard let url = Bundle.module.url(forResource: "endpoints", withExtension: "json", subdirectory: "Golden"),
            let data = try? Data(contentsOf: url),
            let table = try? JSONDecoder().decode(Table.self, from: data)
        else { return [] }
        return table.rows
    }()
}
