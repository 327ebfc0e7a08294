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
    ///   - poolID: The pool as an option.
    ///   - keys: Its issuer as an option.
    ///   - settings: The configuration.
    /// - Returns: One set of rules for each pool.
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` or ``Problem/Code/misconfigured``.
    func rules(poolID: String?, keys: KeyOptions, settings: PoolSettings) throws -> [TokenRules] {
        let document = try config.map { try TokenRulesDocument(path: $0) }
        if let document, document.isList {
            guard draft(poolID, keys) == TokenRulesDraft() else {
                throw Problem(.usage, "the rules of several pools stand in the file alone; leave out the other options")
            }
            return document.drafts.compactMap(\.rules)
        }
        guard use != nil || document != nil else {
            throw Problem(.usage, "which tokens? Give --use access, --use id or --use either")
        }
        var draft = draft(poolID, keys).completed(by: document?.drafts.first ?? TokenRulesDraft())
        if draft.userPoolID == nil, !settings.poolID.isEmpty { draft.userPoolID = settings.poolID }
        if draft.clients == nil, draft.userPoolID == settings.poolID, !settings.appClient.id.isEmpty {
            draft.clients = .anyOf([settings.appClient.id])
        }
        if draft.issuers == nil, let poolID = draft.userPoolID {
            draft.issuers = try keys.issuers(ofPool: poolID, settings: settings)
        }
        guard let rules = draft.rules else { throw Self.missing(from: draft) }
        return [rules]
    }

    /// What the options say.
    private func draft(_ poolID: String?, _ keys: KeyOptions) -> TokenRulesDraft {
        var draft = TokenRulesDraft()
        draft.userPoolID = poolID
        draft.clients = clientID.isEmpty ? nil : .anyOf(clientID)
        draft.use = use?.rule
        draft.issuers = keys.issuer.map { .custom($0) }
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

extension RuleOptions.Use {
    fileprivate var rule: TokenRules.Use {
        switch self {
        case .access: .access
        case .id: .id
        case .either: .either
        }
    }
}
