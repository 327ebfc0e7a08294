import CognitoWire
import FuzzSupport
import LocalPool
import PoolFuzzSupport
import Synchronization

/// A request to any operation: the first line of the input names it, the rest is the body.
///
/// Whatever the body says, the pool answers with a result or with an error that the service has for it, and never with a
/// fault of its own. Texts such as `@ACCESS@` stand for tokens and ids that the pool makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let parts = copy(input).split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let operation = Subject.operation(String(decoding: parts[0], as: UTF8.self)) else { return }
        Subject.shared.call(operation, body: parts.count == 2 ? Array(parts[1]) : [])
    }
}

/// The pool that all requests go to; every now and then it is what it was at the start.
private struct Subject: Sendable {
    static let shared = Subject()
    private static let callsBetweenResets = 256

    private let world: PoolWorld
    private let places: [String: String]
    private let snapshot: [UInt8]
    private let progress: Progress

    private init() {
        guard let world = try? PoolWorld() else { fatalError("no pool") }
        places = world.arrange()
        guard let snapshot = waiting(for: { try? await world.pool.snapshot() }) else { fatalError("no snapshot") }
        (self.world, self.snapshot, progress) = (world, snapshot, Progress())
        checkUser()
    }

    /// The operation of that name, as `SignUp` or `IdentityPools.GetId`.
    static func operation(_ name: String) -> AnyWireOperation? {
        let prefix = "IdentityPools."
        return name.hasPrefix(prefix)
            ? WireOperations.named(String(name.dropFirst(prefix.count)), in: .identityPools)
            : WireOperations.named(name, in: .userPools)
    }

    func call(_ operation: AnyWireOperation, body: [UInt8]) {
        let text = places.reduce(String(decoding: body, as: UTF8.self)) { $0.replacing($1.key, with: $1.value) }
        // Bytes that are no UTF-8 go as they are.
        let isText = Array(String(decoding: body, as: UTF8.self).utf8) == body
        let answer = world.call(operation, body: isText ? Array(text.utf8) : body)
        require(answer.status == 200 || answer.status == 400, "a request is performed or refused")
        if let error = answer.error {
            require(Self.known.contains(error), "an error is one of the services'")
            require(error != .internalError, "no request makes the pool fail")
        }
        let (isFirst, isDue) = progress.count(operation, answer)
        if isFirst, let error = answer.error {
            print("\(error), which the model does not list: \(operation.target)")
        } else if isFirst {
            print("accepted: \(operation.target)")
        }
        if isDue { restore() }
    }

    /// Every error that the models list, and those that any service of this protocol may answer with.
    private static let known = Set(WireOperations.all.flatMap(\.errors)).union([
        .unsupportedOperation, ServiceErrorCode(rawValue: "SerializationException"),
    ])

    private func restore() {
        let isRestored = waiting { [world, snapshot] in (try? await world.pool.load(snapshot: snapshot)) != nil }
        require(isRestored, "a snapshot is loaded again")
        checkUser()
    }

    /// A good request is performed before others are sent.
    private func checkUser() {
        world.accepted("GetUser", ["AccessToken": .string(places["@ACCESS@"] ?? "")])
    }

    /// What was accepted so far, which errors came that an operation's model does not list, and how many calls there were.
    private final class Progress: Sendable {
        private let state = Mutex((count: 0, seen: Set<String>()))

        func count(_ operation: AnyWireOperation, _ answer: PoolAnswer) -> (isFirst: Bool, isDue: Bool) {
            state.withLock { state in
                state.count += 1
                let error = answer.error.map { "\($0)" } ?? ""
                let isListed = answer.error.map { operation.errors.contains($0) } ?? false
                let isFirst = !isListed && state.seen.insert("\(operation.target) \(error)").inserted
                return (isFirst, state.count.isMultiple(of: Subject.callsBetweenResets))
            }
        }
    }
}
