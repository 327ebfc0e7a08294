import AppSupport
import CryptoPrimitives
import Logging

/// The settings under `gateway.` and `log.`, read and checked.
struct GatewaySettings: Sendable {
    /// The address to listen on.
    let host: String
    /// The port to listen on; 0 for any that is free.
    let port: Int
    /// The sealing keys; `nil` if none are set.
    let sealKeys: SealKeys?
    /// What requests may be.
    let rules: RequestRules
    /// How tokens are verified.
    let verification: VerificationSettings
    /// The listener for administration; `nil` for none.
    let admin: AdminSettings?
    /// How long requests may take to finish after the signal to stop.
    let shutdownGrace: Duration
    /// The least severe lines that are logged.
    let logLevel: Logger.Level

    static let defaultHost = "127.0.0.1"
    static let defaultPort = 8080

    /// Reads the settings; faults are left with the reader.
    init(reading reader: inout SettingsReader) async {
        host = await reader.text(.gatewayHost) ?? Self.defaultHost
        port =
            await reader.value(.gatewayPort, expected: "a port from 0 to 65535") { text in
                Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
            } ?? Self.defaultPort
        sealKeys = await reader.value(.gatewaySealKeys, expected: SealKeys.form) { SealKeys(text: $0) }
        var rules = RequestRules()
        if let hides = await reader.value(.gatewayHideUserExistence, expected: "true or false", { Bool($0) }) {
            rules.hidesUserExistence = hides
        }
        if let offers = await reader.value(.gatewayRPC, expected: "true or false", { Bool($0) }) {
            rules.offersRPC = offers
        }
        if let limit = await reader.value(
            .gatewayBodyMaxBytes,
            expected: "a number from 1024 to 1048576",
            { text in Int(text).flatMap { (1024...1_048_576).contains($0) ? $0 : nil } }
        ) {
            rules.maximumBodyByteCount = limit
        }
        let durations = "a duration such as 15s or 500ms"
        if let timeout = await reader.value(.gatewayRequestTimeout, expected: durations, { Duration(positive: $0) }) {
            rules.timeout = timeout
        }
        self.rules = rules
        verification = await VerificationSettings(reading: &reader)
        admin = await AdminSettings(reading: &reader)
        shutdownGrace =
            await reader.value(.gatewayShutdownGrace, expected: durations) { Duration(positive: $0) } ?? .seconds(20)
        logLevel = await Logger.Level(reading: &reader)
    }

    /// The keys that are set, or one made for this process.
    func sealKeysOrRandom(warning logger: Logger) throws -> SealKeys {
        if let sealKeys { return sealKeys }
        logger.warning(
            """
            gateway.sealKeys is not set: a sign-in that waits for an answer goes on in this process only, and not after \
            a restart
            """
        )
        return try SealKeys.makeRandom()
    }
}

extension Duration {
    /// A duration above zero, in the form of the settings.
    init?(positive text: String) {
        guard let duration = Duration(text: text), duration > .zero else { return nil }
        self = duration
    }
}
