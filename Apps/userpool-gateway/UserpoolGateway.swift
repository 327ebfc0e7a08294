import AppSupport
import ArgumentParser

/// The gateway's command line.
@main
struct UserpoolGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "userpool-gateway",
        abstract: "Sign users of an Amazon Cognito user pool up and in over plain HTTP and JSON.",
        discussion: """
            `dev` needs nothing: it runs a pool on this machine and a gateway in front of it. `serve` runs the gateway in \
            front of a pool that is configured by --pool-id and --client-id, by USERPOOL_POOL_ID and \
            USERPOOL_POOL_CLIENT_ID, or by pool.id and pool.clientId in ./userpool.yaml or \
            ~/.config/userpool/config.yaml.

            Secrets are never options: they come from files or the environment. The log goes to standard error, one JSON \
            object a line.
            """,
        version: Release.version,
        subcommands: [Dev.self, Serve.self]
    )
}
