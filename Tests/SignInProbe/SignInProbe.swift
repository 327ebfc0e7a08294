import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import Foundation
import UserPoolKit

/// Takes one step of a sign-in that another process has begun: reads what it needs as JSON from standard input, and prints
/// where the sign-in stands.
@main struct SignInProbe {
    static func main() async throws {
        let task = try JSONDecoder().decode(ProbeTask.self, from: FileHandle.standardInput.readDataToEndOfFile())
        let now = UnixTime(seconds: task.now)
        var surroundings = Surroundings.system
        surroundings.now = { now }
        let region = try Region(userPoolID: task.poolID)
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(custom: task.endpoint, region: region)
        )
        // The test's machine may be busy; nothing here is about time.
        configuration.retry.attemptTimeout = .seconds(300)
        configuration.retry.totalTimeout = .seconds(300)
        let cognito = CognitoClient(
            configuration: configuration,
            transport: try CurlTransport(),
            surroundings: surroundings
        )
        let pool = try UserPool(id: task.poolID, appClient: AppClient(id: task.clientID), cognito: cognito)
        let result: ProbeResult
        do throws(UserPoolError) {
            result = try await run(task, in: pool)
        } catch {
            result = ProbeResult(refusal: error.code.description)
        }
        FileHandle.standardOutput.write(try JSONEncoder().encode(result))
    }

    private static func run(_ task: ProbeTask, in pool: UserPool) async throws(UserPoolError) -> ProbeResult {
        guard let answer = task.answer else {
            let setup = try await pool.setUpApp(for: task.challenge)
            return ProbeResult(challenge: setup.challenge, secret: setup.secret.value)
        }
        switch try await pool.answer(task.challenge, with: answer.value) {
        case .signedIn(let user): return ProbeResult(session: user.session, device: "\(user.device)")
        case .challenge(let challenge): return ProbeResult(challenge: challenge)
        case .confirmSignUp(let reason), .resetPassword(let reason): throw reason
        }
    }
}

/// What the probe is to do.
struct ProbeTask: Decodable {
    let endpoint: String
    let poolID: String
    let clientID: String
    let now: Int64
    let challenge: SignInChallenge
    /// The answer; without one an app is set up.
    let answer: ProbeAnswer?
}

/// An answer: its kind, and its text.
struct ProbeAnswer: Decodable {
    let kind: String
    let text: String

    var value: ChallengeAnswer {
        switch kind {
        case "code": .code(text)
        case "newPassword": .newPassword(SecretBytes(utf8: text))
        case "mfaMethod": .mfaMethod(MFAMethod(rawValue: text))
        case "emailAddress": .emailAddress(text)
        case "firstFactor": .firstFactor(FirstFactor(rawValue: text))
        case "password": .password(SecretBytes(utf8: text))
        case "passwordSRP": .passwordSRP(SecretBytes(utf8: text))
        case "custom": .custom(text)
        case "passkey": .passkey(text)
        default: .responses([:])
        }
    }
}

/// Where the sign-in stands.
struct ProbeResult: Encodable {
    var session: UserSession?
    var device: String?
    var challenge: SignInChallenge?
    var secret: String?
    var refusal: String?
}
