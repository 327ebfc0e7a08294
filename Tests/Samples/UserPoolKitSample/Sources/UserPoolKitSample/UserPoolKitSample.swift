import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import Foundation
import UserPoolKit

/// Signs the user `alice` in at the pool that the environment names, refreshes, reads the profile, and is refused with
/// another password; the right one is a line of standard input.
@main
struct UserPoolKitSample {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let endpoint = environment["USERPOOL_POOL_ENDPOINT"], let poolID = environment["USERPOOL_POOL_ID"],
            let clientID = environment["USERPOOL_POOL_CLIENT_ID"], let password = readLine()
        else { fatalError("set USERPOOL_POOL_ENDPOINT, USERPOOL_POOL_ID and USERPOOL_POOL_CLIENT_ID") }
        let cognito = CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: endpoint, region: Region(userPoolID: poolID))
            ),
            transport: try CurlTransport()
        )
        let pool = try UserPool(id: poolID, appClient: AppClient(id: clientID), cognito: cognito)

        let step = try await pool.signIn(username: "alice", password: SecretBytes(utf8: password))
        guard case .signedIn(let user) = step else { fatalError("not signed in: \(step)") }
        let session = try await pool.refresh(user.session)
        let profile = try await pool.profile(accessToken: session.accessToken)
        print("signed in: \(profile.username), \(profile.attributes["email"] ?? "without an address")")

        do throws(UserPoolError) {
            _ = try await pool.signIn(username: "alice", password: SecretBytes(utf8: "another"))
            fatalError("a wrong password was taken")
        } catch {
            print("refused: \(error.code)")
        }
    }
}
