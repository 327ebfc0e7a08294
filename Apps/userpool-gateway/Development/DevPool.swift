import AppSupport
import ByteCoding
import CognitoClient
import CognitoJWT
import CognitoWire
import CryptoPrimitives
import CurlTransport
import Foundation
import LocalPool
import LocalPoolServer
import Logging
import NIOCore
import UserPoolKit

/// The pool of `dev`: a local one on a socket of this machine.
struct DevPool: Sendable {
    /// Where it listens.
    let address: LocalPoolServerAddress
    /// Its ids and addresses.
    let home: PoolSummary
    /// The pool as the gateway calls it: over HTTP, as it would call the service.
    let pool: UserPool

    private let local: LocalPool
    private let server: LocalPoolServer

    /// Opens the pool and listens on the first free port.
    ///
    /// - Throws: `LocalPoolError` if the file or the code cannot be used, ``Problem`` if no port can be listened on.
    static func start(
        file: String?,
        fixedCode: String?,
        port: PortSearch,
        logger: Logger
    ) async throws -> DevPool {
        var configuration = LocalPoolConfiguration(file: file)
        configuration.fixedCode = fixedCode
        let local = try LocalPool(configuration: configuration)
        let (server, address) = try await port.first { port in
            let server = LocalPoolServer(pool: local, options: LocalPoolServerOptions(port: port), logger: logger)
            do {
                return (server, try await server.start())
            } catch let error as LocalPoolServerError {
                guard let cause = error.underlying as? IOError, cause.errnoCode == EADDRINUSE else {
                    throw Problem(.inputOutput, error.message)
                }
                throw Problem(.portTaken, error.message)
            }
        }
        let home = try await local.home()
        guard let clientID = home.clientID else {
            throw Problem(.misconfigured, "the pool \(home.poolID) has no app client any more; use another file")
        }
        let rules = try EndpointRules(custom: address.endpoint, region: Region(userPoolID: home.poolID))
        var client = CognitoClientConfiguration(endpoints: rules)
        client.observation = ClientObservation(logger: logger)
        let pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: clientID, secret: home.clientSecret),
            cognito: CognitoClient(configuration: client, transport: CurlTransport())
        )
        return DevPool(address: address, home: home, pool: pool, local: local, server: server)
    }

    /// Makes the user alice, confirmed, unless she is there.
    ///
    /// - Returns: Her password; `nil` if she was there before.
    func makeAlice() async throws -> String? {
        let password = "Aa1!\(Hex.encode(try RandomBytes.make(count: 6)))"
        do throws(UserPoolError) {
            _ = try await pool.signUp(
                username: "alice",
                password: SecretBytes(utf8: password),
                attributes: ["email": "alice@example.com"]
            )
        } catch {
            guard error.code == .usernameTaken else { throw error }
            return nil
        }
        guard let code = try await local.nextCode(for: "alice", poolID: home.poolID)?.code else {
            throw Problem(.internalError, "the local pool sent alice no code")
        }
        try await pool.confirmSignUp(username: "alice", code: code)
        return password
    }

    /// Verifies the pool's tokens, with keys that are fetched over HTTP as those of the service would be.
    func makeChecker() throws -> TokenChecker {
        var settings = VerificationSettings()
        settings.issuers = .custom(home.issuer)
        return TokenChecker(pool: pool, settings: settings, keys: KeyCache(transport: try CurlTransport()))
    }

    /// Stops to listen.
    func stop() async {
        await server.stop()
    }
}
