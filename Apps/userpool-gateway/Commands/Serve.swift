import AppSupport
import ArgumentParser
import CognitoClient
import CognitoJWT
import Logging
import UserPoolKit

/// `serve`: the gateway in front of a configured pool.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway in front of a configured pool.",
        discussion: """
            Routes: /v1/signup, /v1/sessions, /v1/password and /v1/me with what lies below them; POST /rpc/{method} for \
            programs that leave the Node package cognito-user-pool; any method at /v1/verify and below it, for proxies; \
            GET /healthz, /readyz; with gateway.admin.enabled, on a port of its own, POST /v1/verify/batch. SIGTERM or \
            Ctrl-C stops it once the requests under way are answered, a second one at once. Without a pool it exits with \
            code 78.

            Every setting, by its key in userpool.yaml and its variable:

            \(Setting.table(without: [.output, .refresh]))
            """
    )

    @Option(help: ArgumentHelp("The address to listen on; 127.0.0.1 unless set.", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 8080 unless set.", valueName: "port"))
    var port: String?

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

    @Option(help: "How a sign-in begins: srp, password, userAuth or custom.")
    var flow: String?

    @Option(help: ArgumentHelp("Time for one attempt at the service, such as 5s.", valueName: "duration"))
    var timeout: String?

    @Option(help: ArgumentHelp("A PEM file of further certificate authorities.", valueName: "file"))
    var caFile: String?

    @Option(help: "The entry of profiles: in the configuration file that is meant.")
    var profile: String?

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    func run() async throws {
        await Failure.reporting {
            var reader = try await SettingsReader(flags: flags, file: config)
            let poolSettings = await PoolSettings(reading: &reader)
            let settings = await GatewaySettings(reading: &reader)
            try reader.finish()
            let logger = Logger(label: "gateway") { _ in JSONLinesLogHandler(level: settings.logLevel) }
            for warning in reader.warnings { logger.warning("\(warning)") }
            let transport = try poolSettings.makeTransport()
            let pool = try poolSettings.makePool(
                transport: transport,
                observation: ClientObservation(logger: logger)
            )
            var verification = settings.verification
            if let issuers = poolSettings.issuers(ofPool: pool.id) { verification.issuers = issuers }
            let checker = TokenChecker(
                pool: pool,
                settings: verification,
                keys: KeyCache(transport: transport)
            )
            try checker.checkIssuers()
            let gateway = Gateway(
                pool: pool,
                flow: poolSettings.flow,
                sealer: Sealer(
                    keys: try settings.sealKeysOrRandom(warning: logger),
                    clientID: poolSettings.appClient.id
                ),
                checker: checker,
                rules: settings.rules,
                logger: logger
            )
            try await Listening.run(
                gateway,
                host: settings.host,
                port: settings.port,
                administration: settings.admin,
                grace: settings.shutdownGrace
            ) { port in
                logger.info("listening", metadata: ["address": "http://\(settings.host):\(port)"])
            }
        }
    }

    private var flags: [Setting: String] {
        let given: [Setting: String?] = [
            .gatewayHost: host, .gatewayPort: port, .poolID: poolID, .clientID: clientID,
            .clientSecretFile: clientSecretFile, .endpoint: endpoint, .region: region, .authFlow: flow,
            .timeout: timeout, .caFile: caFile, .profile: profile,
        ]
        return given.compactMapValues(\.self)
    }
}
