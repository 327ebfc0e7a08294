import AppSupport
import CognitoJWT
import Logging
import Testing

@testable import userpool_gateway

@Suite("settings") struct SettingsTests {
    private func settings(
        _ environment: [String: String],
        flags: [Setting: String] = [:]
    ) async throws -> GatewaySettings {
        var reader = try await SettingsReader(flags: flags, environment: environment)
        let settings = await GatewaySettings(reading: &reader)
        try reader.finish()
        return settings
    }

    @Test("the documented defaults")
    func defaults() async throws {
        let settings = try await settings([:])
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.sealKeys == nil)
        #expect(settings.rules == RequestRules())
        #expect(settings.rules.hidesUserExistence)
        #expect(settings.rules.maximumBodyByteCount == 65_536)
        #expect(settings.rules.timeout == .seconds(15))
        #expect(settings.verification == VerificationSettings())
        #expect(settings.verification.clockSkew == .seconds(60))
        #expect(settings.verification.cacheSize == 10_000)
        #expect(settings.verification.onlineLifetime == .zero)
        #expect(settings.verification.issuers == .original)
        #expect(settings.admin == nil)
        #expect(settings.shutdownGrace == .seconds(20))
        #expect(settings.logLevel == .info)
    }

    @Test("every setting can be set")
    func environment() async throws {
        let settings = try await settings(
            [
                "USERPOOL_GATEWAY_HOST": "0.0.0.0", "USERPOOL_GATEWAY_PORT": "1234",
                "USERPOOL_GATEWAY_SEAL_KEYS": GatewayBench.sealKeys, "USERPOOL_GATEWAY_HIDE_USER_EXISTENCE": "false",
                "USERPOOL_GATEWAY_BODY_MAX_BYTES": "1024", "USERPOOL_GATEWAY_REQUEST_TIMEOUT": "500ms",
                "USERPOOL_GATEWAY_SHUTDOWN_GRACE": "1m", "USERPOOL_LOG_LEVEL": "debug",
            ],
            flags: [.gatewayPort: "4321"]
        )
        #expect(settings.host == "0.0.0.0")
        #expect(settings.port == 4321)
        #expect(settings.sealKeys?.first.id == "new")
        #expect(!settings.rules.hidesUserExistence)
        #expect(settings.rules.maximumBodyByteCount == 1024)
        #expect(settings.rules.timeout == .milliseconds(500))
        #expect(settings.shutdownGrace == .seconds(60))
        #expect(settings.logLevel == .debug)
    }

    @Test("how tokens are verified can be set")
    func verification() async throws {
        let settings = try await settings([
            "USERPOOL_GATEWAY_VERIFY_CLOCK_SKEW": "0", "USERPOOL_GATEWAY_VERIFY_COOKIE": "__Host-token",
            "USERPOOL_GATEWAY_VERIFY_ONLINE_TTL": "30", "USERPOOL_GATEWAY_VERIFY_CACHE_SIZE": "5",
        ]).verification
        #expect(settings.clockSkew == .zero)
        #expect(settings.cookie == "__Host-token")
        #expect(settings.onlineLifetime == .seconds(30))
        #expect(settings.cacheSize == 5)
    }

    @Test("a listener for administration has a key, and an address of its own")
    func administration() async throws {
        let key = "0123456789abcdefghij"
        let settings = try await settings([
            "USERPOOL_GATEWAY_ADMIN_ENABLED": "true", "USERPOOL_GATEWAY_ADMIN_KEYS": key,
            "USERPOOL_GATEWAY_HOST": "0.0.0.0",
        ])
        let admin = try #require(settings.admin)
        #expect(admin.host == "127.0.0.1")
        #expect(admin.port == 8081)
        #expect(admin.keys.contains(key.utf8))
        let off = try await self.settings(["USERPOOL_GATEWAY_ADMIN_KEYS": key])
        #expect(off.admin == nil)
    }

    @Test("a listener for administration without a key is no listener, and the message says how to make one")
    func administrationWithoutKeys() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await settings(["USERPOOL_GATEWAY_ADMIN_ENABLED": "true"])
        }
        #expect(problem?.code.exit == .configuration)
        for part in ["gateway.admin.keys", "USERPOOL_GATEWAY_ADMIN_KEYS", "openssl rand"] {
            #expect(problem?.detail.contains(part) == true)
        }
    }

    @Test(
        "what cannot be read is named, and secrets are not shown",
        arguments: [
            ("USERPOOL_GATEWAY_PORT", "70000", "gateway.port"),
            ("USERPOOL_GATEWAY_SEAL_KEYS", "canary", "gateway.sealKeys"),
            ("USERPOOL_GATEWAY_HIDE_USER_EXISTENCE", "maybe", "gateway.hideUserExistence"),
            ("USERPOOL_GATEWAY_BODY_MAX_BYTES", "0", "gateway.body.maxBytes"),
            ("USERPOOL_GATEWAY_REQUEST_TIMEOUT", "0s", "gateway.requestTimeout"),
            ("USERPOOL_GATEWAY_SHUTDOWN_GRACE", "soon", "gateway.shutdownGrace"),
            ("USERPOOL_LOG_LEVEL", "loud", "log.level"),
            ("USERPOOL_GATEWAY_VERIFY_CLOCK_SKEW", "301s", "gateway.verify.clockSkew"),
            ("USERPOOL_GATEWAY_VERIFY_COOKIE", "a b", "gateway.verify.cookie"),
            ("USERPOOL_GATEWAY_VERIFY_ONLINE_TTL", "-1", "gateway.verify.online.ttl"),
            ("USERPOOL_GATEWAY_VERIFY_CACHE_SIZE", "0", "gateway.verify.cacheSize"),
            ("USERPOOL_GATEWAY_ADMIN_ENABLED", "on", "gateway.admin.enabled"),
        ]
    )
    func faults(name: String, value: String, key: String) async throws {
        let problem = await #expect(throws: Problem.self) { try await settings([name: value]) }
        #expect(problem?.code == .misconfigured)
        #expect(problem?.code.exit == .configuration)
        #expect(problem?.detail.contains(key) == true)
        #expect(problem?.detail.contains("canary") == false)
    }
}
