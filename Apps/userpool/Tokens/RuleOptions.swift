import AppSupport
import ArgumentParser
import CognitoJWT
import UserPoolKit

/// What tokens must say, as options.
struct RuleOptions: ParsableArguments {
    /// Which use a token must have.
    enum Use: String, CaseIterable, ExpressibleByArgument {
        case access, id, either
    }

    @Option(help: ArgumentHelp("The app client id; given more than once, any of them.", valueName: "id"))
    var clientID: [String] = []

    @Option(help: "What the token is for: access, id or either.")
    var use: Use?

    @Option(
        help: ArgumentHelp(
            "The issuer of a local pool, exactly as its tokens name it; a pool of the service needs none.",
            valueName: "url"
        )
    )
    var issuer: String?

    @Option(
        help: ArgumentHelp("A group that the user must be in; given more than once, any of them.", valueName: "name")
    )
    var group: [String] = []

    @Option(
        help: ArgumentHelp("A scope that the token must have; given more than once, any of them.", valueName: "name")
    )
    var scope: [String] = []

    @Option(help: ArgumentHelp("How long ago the user may have signed in.", valueName: "seconds"))
    var maxAge: Int64?

    @Option(help: ArgumentHelp("How far clocks may differ, at most 300.", valueName: "seconds"))
    var leeway: Int64?

    @Option(
        help: ArgumentHelp(
            "Read the rules from a JSON file; what is given as an option wins over its member.",
            valueName: "file"
        )
    )
    var config: String?

    func validate() throws {
        for (name, seconds) in [("--max-age", maxAge), ("--leeway", leeway)] where seconds.map({ $0 < 0 }) == true {
            throw ValidationError("\(name) is a number of seconds, 0 or more")
        }
    }

    /// The rules that options, file and settings make together.
    ///
    /// An option wins over the file's member, and both over settings. The app client of the settings belongs to their
    /// pool, and is not taken for another one.
    ///
    /// - Parameters:
    ///   - poolID: The pool of the command line.
    ///   - settings: The configuration.
    /// - Returns: One set of rules for each pool.
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` or ``Problem/Code/misconfigured``.
    func rules(poolID: String?, settings: PoolSettings) throws -> [TokenRules] {
        let document = try config.map { try TokenRulesDocument(path: $0) }
        if let document, document.isList {
            guard draft(poolID: poolID) == TokenRulesDraft() else {
                throw Problem(.usage, "the rules of several pools stand in the file alone; leave out the other options")
            }
            return document.drafts.compactMap(\.rules)
        }
        guard use != nil || document != nil else {
            throw Problem(.usage, "which tokens? Give --use access, --use id or --use either")
        }
        var draft = draft(poolID: poolID).completed(by: document?.drafts.first ?? TokenRulesDraft())
        if draft.userPoolID == nil, !settings.poolID.isEmpty { draft.userPoolID = settings.poolID }
        if draft.clients == nil, draft.userPoolID == settings.poolID, !settings.appClient.id.isEmpty {
            draft.clients = .anyOf([settings.appClient.id])
        }
        draft.issuers = draft.issuers ?? draft.userPoolID.flatMap { settings.localIssuer(ofPool: $0) }
        guard let rules = draft.rules else { throw Self.missing(from: draft) }
        return [rules]
    }

    /// What the options say.
    private func draft(poolID: String?) -> TokenRulesDraft {
        var draft = TokenRulesDraft()
        draft.userPoolID = poolID
        draft.clients = clientID.isEmpty ? nil : .anyOf(clientID)
        draft.use = use?.rule
        draft.issuers = issuer.map { .custom($0) }
        draft.groupsAnyOf = group.isEmpty ? nil : group
        draft.scopesAnyOf = scope.isEmpty ? nil : scope
        draft.maximumAuthenticationAge = maxAge.map { .seconds($0) }
        draft.leeway = leeway.map { .seconds($0) }
        return draft
    }

    private static func missing(from draft: TokenRulesDraft) -> Problem {
        let missing: [(Setting, Bool, String)] = [
            (.poolID, draft.userPoolID == nil, "userPoolId"), (.clientID, draft.clients == nil, "clientIds"),
        ]
        let faults = missing.filter(\.1).map { setting, _, member in
            "\(setting.key) is missing: \(setting.help) (\(setting.flag ?? ""), \(setting.environmentName), or \(member) of --config)"
        }
        return Problem(.misconfigured, faults.joined(separator: "; "))
    }
}

extension KeyOptions {
    /// The configuration, of which pool, client, endpoint and the way out are used here.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` or ``Problem/Code/misconfigured``.
    func settings() async throws -> PoolSettings {
        var reader = try await SettingsReader(flags: flags)
        for warning in reader.warnings { Terminal.note("userpool: note: \(warning)") }
        let settings = await PoolSettings(reading: &reader, needsPool: false)
        try reader.finish()
        return settings
    }
}

extension PoolSettings {
    /// The issuer of a local pool at the endpoint that is set.
    ///
    /// The service has no region called `local`, so a pool id that begins so is a local pool's; a local pool with an id
    /// like the service's must be asked for by its issuer.
    ///
    /// - Parameter poolID: The pool.
    /// - Returns: The issuer, `nil` for a pool that may be the service's.
    func localIssuer(ofPool poolID: String) -> Issuers? {
        guard let endpoint, poolID.hasPrefix("local_") else { return nil }
        return .custom("\(endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint)/\(poolID)")
    }
}

extension RuleOptions.Use {
    fileprivate var rule: TokenRules.Use {
        switch self {
        case .access: .access
        case .id: .id
        case .either: .either
        }
    }
}
