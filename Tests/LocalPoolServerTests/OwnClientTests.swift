import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import LocalPool
import LocalPoolServer
import Testing
import UserPoolKit

/// The client of this house, over its own transport, at the pool of this house.
@Suite("Our own client over a socket") struct OwnClientTests {
    @Test("signs up, confirms, signs in with SRP, and is refused with a wrong password")
    func signIn() async throws {
        let local = try LocalPool()
        let recorder = ProofRecorder(local)
        let server = LocalPoolServer(pool: local, options: .init(port: 0), logger: TestWorld.silentLogger)
        let address = try await server.start()
        let home = try await local.home()
        let transport = try CurlTransport()
        let cognito = CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: address.endpoint, region: try Region(userPoolID: home.poolID))
            ),
            transport: transport
        )
        let pool = try UserPool(id: home.poolID, appClient: AppClient(id: home.clientID ?? ""), cognito: cognito)

        let made = try await pool.signUp(
            username: "alice",
            password: SecretBytes(utf8: "Passw0rd!"),
            attributes: ["email": "alice@example.com"]
        )
        #expect(!made.isConfirmed)
        let code = try #require(try await local.nextCode(for: "alice")?.code)
        try await pool.confirmSignUp(username: "alice", code: code)

        let step = try await pool.signIn(username: "alice", password: SecretBytes(utf8: "Passw0rd!"))
        guard case .signedIn(let user) = step else {
            Issue.record("another step: \(step)")
            return
        }
        let session = user.session
        #expect(session.username == "alice")
        let profile = try await pool.profile(accessToken: session.accessToken)
        #expect(profile.attributes["email"] == "alice@example.com")
        let fresh = try await pool.refresh(session)
        try await pool.signOutEverywhere(accessToken: fresh.accessToken)

        let refusals: [@Sendable () async throws -> Void] = [
            { _ = try await pool.profile(accessToken: session.accessToken) },
            { _ = try await pool.signIn(username: "alice", password: SecretBytes(utf8: "Passw0rd?")) },
        ]
        for refusal in refusals {
            let error = await #expect(throws: UserPoolError.self) { try await refusal() }
            #expect(error?.answer?.serviceCode == .notAuthorized)
            #expect(error?.answer?.httpStatus == 400)
            #expect(error?.answer?.requestID?.isEmpty == false)
        }
        await server.stop()
        let error = await #expect(throws: UserPoolError.self) {
            try await pool.signIn(username: "alice", password: SecretBytes(utf8: "Passw0rd!"))
        }
        #expect(error?.code == .unreachable)
        await transport.shutdown()
        let proof = await recorder.proof(of: "UserPoolKit")
        try proof.expectKept(as: "own_client")
    }
}
