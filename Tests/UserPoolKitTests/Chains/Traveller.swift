import ByteCoding
import CognitoWire
import Foundation
import LocalPool
import LocalPoolServer
import Logging
import TestSupport
import Testing
import UserPoolKit

/// Where a sign-in goes on.
enum Travel: CaseIterable, CustomTestStringConvertible {
    /// Where it was begun.
    case sameProcess
    /// In another process, which is handed the state and the answer.
    case otherProcess

    var testDescription: String {
        switch self {
        case .sameProcess: "in one process"
        case .otherProcess: "resumed in another process"
        }
    }
}

/// Where a sign-in stands.
enum ChainStep {
    case challenge(SignInChallenge)
    case signedIn(UserSession, device: String)

    var challenge: SignInChallenge {
        get throws {
            guard case .challenge(let challenge) = self else { throw UnexpectedStep(description: "signed in") }
            return challenge
        }
    }

    var session: UserSession {
        get throws {
            guard case .signedIn(let session, _) = self else { throw UnexpectedStep(description: "\(self)") }
            return session
        }
    }
}

/// An answer that can be handed to another process: its kind and its text.
struct ChainAnswer {
    let kind: String
    let text: String
    let value: ChallengeAnswer

    static func code(_ text: String) -> Self { Self(kind: "code", text: text, value: .code(text)) }
    static func custom(_ text: String) -> Self { Self(kind: "custom", text: text, value: .custom(text)) }
    static func passkey(_ text: String) -> Self { Self(kind: "passkey", text: text, value: .passkey(text)) }
    static func email(_ text: String) -> Self { Self(kind: "emailAddress", text: text, value: .emailAddress(text)) }

    static func newPassword(_ text: String) -> Self {
        Self(kind: "newPassword", text: text, value: .newPassword(SecretBytes(utf8: text)))
    }

    static func password(_ text: String) -> Self {
        Self(kind: "password", text: text, value: .password(SecretBytes(utf8: text)))
    }

    static func passwordSRP(_ text: String) -> Self {
        Self(kind: "passwordSRP", text: text, value: .passwordSRP(SecretBytes(utf8: text)))
    }

    static func method(_ method: MFAMethod) -> Self {
        Self(kind: "mfaMethod", text: method.rawValue, value: .mfaMethod(method))
    }

    static func factor(_ factor: FirstFactor) -> Self {
        Self(kind: "firstFactor", text: factor.rawValue, value: .firstFactor(factor))
    }
}

/// Takes the steps of a sign-in, each in the process that it is told.
struct Traveller {
    private let kit: KitUnderTest
    private let server: LocalPoolServer?
    private let endpoint: String?

    /// For another process the pool listens on a port of this machine.
    init(_ kit: KitUnderTest, _ travel: Travel) async throws {
        self.kit = kit
        guard travel == .otherProcess else {
            (server, endpoint) = (nil, nil)
            return
        }
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = LocalPoolServer(pool: kit.local, options: .init(port: 0), logger: logger)
        endpoint = try await server.start().endpoint
        self.server = server
    }

    /// Where the pool's pages are, for passkeys.
    var origin: String { (endpoint ?? "http://127.0.0.1:9229").replacing("127.0.0.1", with: "localhost") }

    func stop() async { await server?.stop() }

    /// Answers a challenge.
    ///
    /// - Throws: `UserPoolError` with the code that the kit throws.
    func answer(_ challenge: SignInChallenge, _ answer: ChainAnswer) async throws -> ChainStep {
        guard endpoint != nil else {
            switch try await kit.pool.answer(challenge, with: answer.value) {
            case .signedIn(let user): return .signedIn(user.session, device: "\(user.device)")
            case .challenge(let challenge): return .challenge(challenge)
            case .confirmSignUp(let reason), .resetPassword(let reason): throw reason
            }
        }
        let result = try await probe(challenge, answer)
        if let session = result.session { return .signedIn(session, device: result.device ?? "") }
        return .challenge(try #require(result.challenge))
    }

    /// Sets an app up in the middle of the sign-in.
    func setUpApp(_ challenge: SignInChallenge) async throws -> (secret: Sensitive<String>, challenge: SignInChallenge)
    {
        guard endpoint != nil else {
            let setup = try await kit.pool.setUpApp(for: challenge)
            return (setup.secret, try #require(setup.challenge))
        }
        let result = try await probe(challenge, nil)
        return (Sensitive(try #require(result.secret)), try #require(result.challenge))
    }

    private struct Task: Encodable {
        let endpoint: String
        let poolID: String
        let clientID: String
        let now: Int64
        let challenge: SignInChallenge
        let answer: [String: String]?
    }

    private struct Result: Decodable {
        let session: UserSession?
        let device: String?
        let challenge: SignInChallenge?
        let secret: String?
        let refusal: String?
    }

    private func probe(_ challenge: SignInChallenge, _ answer: ChainAnswer?) async throws -> Result {
        let task = Task(
            endpoint: try #require(endpoint),
            poolID: kit.pool.id,
            clientID: kit.pool.appClient.id,
            now: kit.clock.now.seconds,
            challenge: challenge,
            answer: answer.map { ["kind": $0.kind, "text": $0.text] }
        )
        let child = try SpawnedProcess(Bundle.main.bundleURL.appending(path: "SignInProbe").path)
        try child.write(String(decoding: JSONEncoder().encode(task), as: UTF8.self))
        child.closeInput()
        let (output, _) = try await child.waitForEnd()
        let result = try JSONDecoder().decode(Result.self, from: Data(output.utf8))
        if let refusal = result.refusal { throw ProbeRefusal(code: refusal) }
        return result
    }
}

/// What the other process was refused.
struct ProbeRefusal: Error {
    let code: String
}
