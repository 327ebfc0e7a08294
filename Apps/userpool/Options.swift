import AppSupport
import ArgumentParser
import ByteCoding
import Foundation

/// How results are printed, and where the configuration is.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long],
        help: "How results are printed: table, json, ndjson, yaml, env or value."
    )
    var output: OutputFormat?

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?
}

/// Which pool is meant, and how it is reached: options of every command that talks to one.
struct PoolOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The user pool id.", valueName: "id"))
    var poolID: String?

    @Option(help: ArgumentHelp("The app client id.", valueName: "id"))
    var clientID: String?

    @Option(help: ArgumentHelp("A file that holds the app client's secret.", valueName: "file"))
    var clientSecretFile: String?

    @Option(help: ArgumentHelp("The service's address, for a local pool.", valueName: "url"))
    var endpoint: String?

    @Option(help: "The region; read from the pool id when absent.")
    var region: String?

    @Option(help: "The entry of profiles: in the configuration file that is meant.")
    var profile: String?

    @Option(help: ArgumentHelp("Time for one attempt, such as 5s or 500ms.", valueName: "duration"))
    var timeout: String?

    @Option(help: ArgumentHelp("A PEM file of further certificate authorities.", valueName: "file"))
    var caFile: String?

    @OptionGroup var output: OutputOptions

    /// What was given, by setting: the table from flags to keys.
    var flags: [Setting: String] {
        let given: [Setting: String?] = [
            .poolID: poolID, .clientID: clientID, .clientSecretFile: clientSecretFile, .endpoint: endpoint,
            .region: region, .profile: profile, .timeout: timeout, .caFile: caFile,
        ]
        return given.compactMapValues(\.self)
    }
}

/// Where a password comes from, if not from a prompt; never from an argument.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from a file.", valueName: "file"))
    var passwordFile: String?

    func validate() throws {
        guard !passwordStdin || passwordFile == nil else { throw ValidationError("the password comes from one place") }
    }

    /// Reads the password; `nil` if neither was given.
    func given() throws -> SecretBytes? {
        if passwordStdin { return try SecretText.read(.standardInput, named: "standard input") }
        return try passwordFile.map { try SecretText.read(path: $0) }
    }

    /// Reads a password that is new, or asks for it twice.
    func readNew() throws -> SecretBytes {
        try given() ?? Terminal.askNewSecret("Password", instead: "--password-stdin or --password-file")
    }

    /// Reads the password, or asks for it.
    func read() throws -> SecretBytes {
        try given() ?? Terminal.askSecret("Password", instead: "--password-stdin or --password-file")
    }
}

/// `name=value`, as the option `--attribute` takes it.
struct AttributeArgument: ExpressibleByArgument, Sendable {
    let name: String
    let value: String

    init?(argument: String) {
        guard let split = argument.firstIndex(of: "="), split != argument.startIndex else { return nil }
        name = String(argument[..<split])
        value = String(argument[argument.index(after: split)...])
    }
}

extension [AttributeArgument] {
    /// The values by name; of a name given twice the last value stays.
    var byName: [String: String] {
        Dictionary(map { ($0.name, $0.value) }) { _, last in last }
    }
}
