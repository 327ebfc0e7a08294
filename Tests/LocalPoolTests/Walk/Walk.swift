import ByteCoding
import CognitoSRP
import CognitoWire
import CryptoPrimitives
import GRDB
import Synchronization
import Testing

@testable import LocalPool

/// One random walk: steps drawn by lot are taken with a pool and with the model, which must agree on each.
final class Walk {
    static let names = ["alice", "bob", "carol", "dave"]
    static let passwords = ["Passw0rd!", "S3cond-password", "Th1rd-password!", "weak"]

    var model: WalkModel
    let under: PoolUnderTest
    var dice: Dice
    /// What the pool drew by lot, in the order in which the model counts.
    var sessions: [Sensitive<String>?] = []
    var proofs: [[String: String]] = []
    var tokens: [AuthenticationResultType] = []
    /// All refresh tokens of each sign-in.
    var refreshTokens: [[Sensitive<String>]] = []
    var devices: [Int: HeldDevice] = [:]
    /// The secrets of authenticator apps.
    var secrets: [Int: Sensitive<String>] = [:]
    private let inbox = Inbox()
    private let seed: UInt64
    private var trail: [String] = []
    /// How often what came of which kind of step.
    private(set) var tally: [String: Int] = [:]

    init(seed: UInt64) async throws {
        self.seed = seed
        dice = Dice(seed)
        var settings = WalkSettings()
        settings.mfa = [.off, .optional, .optional, .on, .on][dice.roll(5)]
        settings.offersSMS = dice.flip()
        settings.rotationGrace = dice.flip() ? [0, 30, 60][dice.roll(3)] : nil
        settings.tracksDevices = dice.roll(3) > 0
        settings.deviceSparesFactor = dice.flip()
        settings.remembersOnPrompt = dice.roll(3) == 0
        settings.hidesUsers = dice.flip()
        model = WalkModel(settings)
        let inbox = inbox
        under = try PoolUnderTest(seed: seed) {
            $0.deliver = { inbox.append($0) }
            $0.triggers = Self.triggers
        }
        try await configure(settings)
    }

    private func configure(_ settings: WalkSettings) async throws {
        try await under.pool.database.write { db in
            var pool = try #require(try UserPoolRecord.fetchOne(db, key: PoolUnderTest.poolID))
            pool.details.mfaConfiguration = UserPoolMfaType(rawValue: settings.mfa.rawValue)
            pool.factors = PoolFactors(usesSMS: settings.offersSMS, usesSoftwareToken: true)
            if settings.tracksDevices {
                pool.details.deviceConfiguration = DeviceConfigurationType(
                    challengeRequiredOnNewDevice: settings.deviceSparesFactor,
                    deviceOnlyRememberedOnUserPrompt: settings.remembersOnPrompt
                )
            }
            try pool.update(db)
            var client = try #require(try AppClientRecord.fetchOne(db, key: PoolUnderTest.clientID))
            client.details.preventUserExistenceErrors = settings.hidesUsers ? .enabled : .legacy
            client.details.refreshTokenRotation = settings.rotationGrace.map { grace in
                RefreshTokenRotationType(feature: .enabled, retryGracePeriodSeconds: Int(grace))
            }
            try client.update(db)
        }
    }

    /// Takes one step.
    ///
    /// - Throws: ``Disagreement`` if the pool does something else than the model.
    func step() async throws {
        let step = WalkStep.drawn(with: &dice)
        trail.append("\(step)")
        try await take(step)
    }

    /// Holds what came of a step against what the model says must come of it.
    func expect(_ expected: WalkModel.Outcome, _ body: () async throws -> WalkAnswer) async throws {
        let awaited = model.sent
        model.sent = []
        let answer: WalkAnswer
        do {
            answer = try await body()
        } catch let refusal as ServiceRefusal {
            answer = .refused(refusal)
        }
        guard answer.outcome == expected else { throw disagreement("the pool: \(answer), the model: \(expected)") }
        try keep(answer)
        tally["\(trail.last?.prefix { $0 != "(" } ?? "") \(expected)", default: 0] += 1
        if let last = trail.indices.last { trail[last] += " → \(expected)" }
        let messages = inbox.take()
        guard messages.count == awaited.count else {
            throw disagreement("\(messages.count) messages were sent, the model: \(awaited)")
        }
        for (message, place) in zip(messages, awaited) {
            model.receive(try #require(message.code), for: place)
        }
    }

    /// Keeps what the pool drew.
    private func keep(_ answer: WalkAnswer) throws {
        switch answer {
        case .done, .refused: return
        case .proof(let proof): proofs.append(proof)
        case .session(_, let session): sessions.append(session)
        case .signedIn(let result):
            tokens.append(result)
            refreshTokens.append([try #require(result.refreshToken)])
            if let key = model.signIns[tokens.count - 1].device, result.newDeviceMetadata != nil {
                devices[key] = try HeldDevice(result.newDeviceMetadata)
            }
        case .refreshed(let index, let result):
            tokens[index].accessToken = result.accessToken
            refreshTokens[index] += result.refreshToken.map { [$0] } ?? []
            guard refreshTokens[index].count == model.signIns[index].replacements.count else {
                throw disagreement("\(refreshTokens[index].count) refresh tokens")
            }
        }
    }

    func disagreement(_ what: String) -> Disagreement {
        let last = trail.suffix(30).joined(separator: "\n  ")
        return Disagreement(description: "seed \(seed), step \(trail.count): \(what)\n\(model.settings)\n  \(last)")
    }
}

/// Where pool and model part.
struct Disagreement: Error, CustomStringConvertible {
    let description: String
}

/// What the pool answered.
enum WalkAnswer {
    case done
    case refused(ServiceRefusal)
    case session(String, Sensitive<String>?)
    /// A challenge that is answered with a proof, which is computed already.
    case proof([String: String])
    case signedIn(AuthenticationResultType)
    case refreshed(Int, AuthenticationResultType)

    var outcome: WalkModel.Outcome {
        switch self {
        case .done: .done
        case .refused(let refusal): .refused(refusal.code)
        case .session(let name, _): .challenge(name)
        case .proof(let proof): .challenge(proof["CHALLENGE"] ?? "")
        case .signedIn(let result): .tokens(offersDevice: result.newDeviceMetadata != nil)
        case .refreshed: .tokens(offersDevice: false)
        }
    }
}

/// What was delivered since somebody looked last.
private final class Inbox: Sendable {
    private let messages = Mutex<[DeliveredMessage]>([])

    func append(_ message: DeliveredMessage) { messages.withLock { $0.append(message) } }

    func take() -> [DeliveredMessage] {
        messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

/// Lots that fall the same way for the same seed.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
    mutating func flip() -> Bool { roll(2) == 0 }
    mutating func isRare() -> Bool { roll(4) == 0 }
}
