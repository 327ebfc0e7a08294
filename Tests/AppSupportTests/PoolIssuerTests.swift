import AppSupport
import CognitoJWT
import Testing

@Suite("Issuers of a pool") struct PoolIssuerTests {
    @Test(
        "what the settings name",
        arguments: [
            ([:], "eu-west-1_A", Issuers.original),
            (
                [
                    "USERPOOL_POOL_ISSUER_KINDS": "UPDATED,ORIGINAL",
                    "USERPOOL_POOL_REPLICA_REGIONS": "us-west-2,eu-north-1",
                ],
                "eu-west-1_A", .service([.original, .updated], replicaRegions: ["us-west-2", "eu-north-1"])
            ),
            (["USERPOOL_POOL_ISSUER": "http://127.0.0.1:1/x"], "eu-west-1_A", .custom("http://127.0.0.1:1/x")),
            (["USERPOOL_POOL_ENDPOINT": "http://127.0.0.1:1"], "eu-west-1_A", .original),
            (["USERPOOL_POOL_ENDPOINT": "http://127.0.0.1:1"], "local_A", .custom("http://127.0.0.1:1/local_A")),
            (["USERPOOL_POOL_ENDPOINT": "http://127.0.0.1:1/"], "local_A", .custom("http://127.0.0.1:1/local_A")),
            ([:], "local_A", nil),
        ] as [([String: String], String, Issuers?)]
    )
    func named(environment: [String: String], poolID: String, issuers: Issuers?) async throws {
        let settings = try await settings(environment.merging(["USERPOOL_POOL_ID": poolID]) { $1 })
        #expect(settings.issuers(ofPool: poolID) == issuers)
    }

    @Test("what the settings name counts for their own pool only")
    func otherPool() async throws {
        let settings = try await settings([
            "USERPOOL_POOL_ID": "eu-west-1_A", "USERPOOL_POOL_ISSUER_KINDS": "UPDATED",
        ])
        #expect(settings.issuers(ofPool: "eu-west-1_B") == .original)
    }

    @Test(
        "what makes no sense is a fault of the configuration",
        arguments: [
            ["USERPOOL_POOL_ISSUER_KINDS": "NEW"],
            ["USERPOOL_POOL_ISSUER": "http://127.0.0.1:1/local_a", "USERPOOL_POOL_ISSUER_KINDS": "ORIGINAL"],
            ["USERPOOL_POOL_ISSUER": "http://127.0.0.1:1/local_a", "USERPOOL_POOL_REPLICA_REGIONS": "us-west-2"],
        ]
    )
    func faults(environment: [String: String]) async {
        let problem = await #expect(throws: Problem.self) { try await settings(environment) }
        #expect(problem?.code == .misconfigured)
        #expect(problem?.detail.contains("pool.issuer") == true)
    }

    private func settings(_ environment: [String: String]) async throws -> PoolSettings {
        var reader = try await SettingsReader(flags: [:], file: nil, environment: environment)
        let settings = await PoolSettings(reading: &reader, needsPool: false)
        try reader.finish()
        return settings
    }
}
