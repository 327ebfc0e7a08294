import AppSupport
import ArgumentParser
import CognitoJWT

/// Whose keys verify tokens, and how they are reached.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The user pool id.", valueName: "id"))
    var poolID: String?

    @Option(
        help: ArgumentHelp(
            "Take keys from here instead of the pool's own address: a key set, or an object from pool id to key set.",
            valueName: "file|url"
        )
    )
    var jwks: String?

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
