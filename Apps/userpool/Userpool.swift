import AppSupport
import ArgumentParser

/// The command line.
@main
struct Userpool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "userpool",
        abstract: "Sign up, sign in and manage yourself in Amazon Cognito user pools, and run one on this machine.",
        discussion: """
            Which pool: --pool-id and --client-id, or USERPOOL_POOL_ID and USERPOOL_POOL_CLIENT_ID, or pool.id and \
            pool.clientId in ./userpool.yaml or ~/.config/userpool/config.yaml.

            Secrets are never options: they come from a prompt, a file, standard input or the environment. Results go to \
            standard output, everything else to standard error.
            """,
        version: Release.version,
        subcommands: [
            Signup.self, Login.self, Logout.self, Whoami.self, Token.self, Refresh.self, Profile.self, Password.self,
            MFA.self, Devices.self, Passkeys.self, JWT.self, Local.self, API.self, ExitCodes.self,
        ]
    )
}
