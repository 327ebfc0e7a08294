import AppSupport
import ArgumentParser
import CognitoJWT

/// Whose keys verify tokens, if not those at the address of a pool of the service.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Take keys from here instead of the pool's own address: a key set, or an object from pool id to key set.",
            valueName: "file|url"
        )
    )
    var jwks: String?

    @Option(
        help: ArgumentHelp(
            "The issuer of a local pool, exactly as its tokens name it; a pool of the service needs none.",
            valueName: "url"
        )
    )
    var issuer: String?

    /// The issuers of a pool: the one of `--issuer`, or what the configuration says.
    ///
    /// - Parameters:
    ///   - poolID: The pool.
    ///   - settings: The configuration.
    /// - Returns: The issuers.
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` if the pool is a local one and nothing says where.
    func issuers(ofPool poolID: String, settings: PoolSettings) throws -> Issuers {
        if let issuer { return .custom(issuer) }
        guard let issuers = settings.issuers(ofPool: poolID) else {
            throw Problem(.usage, "\(poolID) is a local pool; name its address with --endpoint, or its --issuer")
        }
        return issuers
    }
}

/// Which pool is meant: as ``PoolOptions``, less what means something else where tokens are verified.
struct TokenPoolOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The user pool id.", valueName: "id"))
    var poolID: String?

    @Option(help: ArgumentHelp("The service's address, for a local pool.", valueName: "url"))
    var endpoint: String?

    @Option(help: "The entry of profiles: in the configuration file that is meant.")
    var profile: String?

    @Option(help: ArgumentHelp("A PEM file of further certificate authorities.", valueName: "file"))
    var caFile: String?

    /// What was given, by setting.
    var flags: [Setting: String] {
        let given: [Setting: String?] = [
            .poolID: poolID, .endpoint: endpoint, .profile: profile, .caFile: caFile,
        ]
        return given.compactMapValues(\.self)
    }
}

extension PoolSettings {
    /// Reads what flags and configuration say, of which pool, client, endpoint and the way out are used here.
    ///
    /// - Returns: The settings, and how results are printed where no option says it.
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` or ``Problem/Code/misconfigured``.
    static func read(
        flags: [Setting: String],
        file: String? = nil
    ) async throws -> (settings: PoolSettings, output: OutputFormat) {
        var reader = try await SettingsReader(flags: flags, file: file)
        for warning in reader.warnings { Terminal.note("userpool: note: \(warning)") }
        let settings = await PoolSettings(reading: &reader, needsPool: false)
        let output = await reader.value(.output, expected: "an output format") { OutputFormat(rawValue: $0) }
        try reader.finish()
        return (settings, output ?? .table)
    }
}
