import AppSupport
import ArgumentParser
import Foundation
import LocalPool
import LocalPoolServer
import Logging
import UserPoolKit

/// `dev`: a local pool and a gateway in front of it, without any configuration.
struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a local pool and a gateway in front of it; no configuration, no AWS account, no network.",
        discussion: """
            Everything listens on 127.0.0.1. The pool lives in memory unless --data names a file. Of all settings only \
            \(Setting.logLevel.key) (\(Setting.logLevel.environmentName)) counts: \(Setting.logLevel.help). Ctrl-C stops it.
            """
    )

    @Option(help: ArgumentHelp("The gateway's port; the next free one if it is taken.", valueName: "port"))
    var port = GatewaySettings.defaultPort

    @Option(help: ArgumentHelp("The local pool's port; the next free one if it is taken.", valueName: "port"))
    var poolPort = 9229

    @Option(help: ArgumentHelp("A file that keeps the pool.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("The code that every message carries, instead of a random one.", valueName: "code"))
    var fixedCode: String?

    @Flag(help: "Print the lines of the environment on standard output, and nothing else there.")
    var env = false

    func validate() throws {
        for port in [port, poolPort] where !(0...65_535).contains(port) {
            throw ValidationError("\(port) is not a port from 0 to 65535.")
        }
    }

    func run() async throws {
        await Failure.reporting {
            var reader = try await SettingsReader(flags: [:])
            let level = await Logger.Level(reading: &reader)
            try reader.finish()
            let logger = Logger(label: "gateway") { _ in JSONLinesLogHandler(level: level) }
            let dev = try await DevPool.start(
                file: data,
                fixedCode: fixedCode,
                port: PortSearch(first: poolPort),
                logger: logger
            )
            do {
                try await serve(dev, logger: logger)
            } catch {
                await dev.stop()
                throw error
            }
            await dev.stop()
        }
    }

    private func serve(_ dev: DevPool, logger: Logger) async throws {
        let password = try await dev.makeAlice()
        let keys = try SealKeys.makeRandom()
        let gateway = Gateway(
            pool: dev.pool,
            flow: .srp,
            sealer: Sealer(keys: keys, clientID: dev.pool.appClient.id),
            checker: try dev.makeChecker(),
            rules: RequestRules(),
            logger: logger
        )
        try await PortSearch(first: port).first { port in
            try await Listening.run(gateway, host: "127.0.0.1", port: port, grace: .seconds(20)) { port in
                announce(dev, port: port, password: password)
            }
        }
    }

    private func announce(_ dev: DevPool, port: Int, password: String?) {
        var banner = DevBanner(
            gateway: "http://127.0.0.1:\(port)",
            pool: dev.address.endpoint,
            poolID: dev.home.poolID,
            clientID: dev.pool.appClient.id,
            issuer: dev.home.issuer,
            file: data,
            password: password
        )
        for (wanted, got, name) in [(self.port, port, "gateway"), (poolPort, dev.address.port, "local pool")]
        where wanted != got && wanted != 0 {
            banner.notes.append("port \(wanted) is taken; the \(name) listens on \(got)")
        }
        if env {
            // Not buffered, so that whoever reads it has it at once.
            try? FileHandle.standardOutput.write(contentsOf: Data("\(banner.environmentLines)\n".utf8))
        } else {
            Failure.note(banner.text)
        }
    }
}
