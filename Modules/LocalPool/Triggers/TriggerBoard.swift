internal import ByteCoding
internal import CognitoWire
internal import Synchronization

/// The triggers of all pools, and what was said to them of late.
final class TriggerBoard: Sendable {
    private struct State {
        var handlers: [String: [TriggerKind: any TriggerHandler]] = [:]
        var log: [String: [TriggerLogEntry]] = [:]
        var lastID = 0
    }

    private static let greatestLogCount = 200
    private static let greatestAttemptCount = 3

    private let state: Mutex<State>
    private let patience: Patience

    /// Makes a board without triggers.
    ///
    /// - Parameter patience: How long each attempt may take.
    init(patience: Patience) {
        self.patience = patience
        state = Mutex(State())
    }

    /// Sets or removes a trigger; of the token trigger's versions there is one at most.
    func set(_ handler: (any TriggerHandler)?, for kind: TriggerKind, poolID: String) {
        state.withLock { state in
            var handlers = state.handlers[poolID] ?? [:]
            if handler != nil, TriggerKind.tokenKinds.contains(kind) {
                for other in TriggerKind.tokenKinds { handlers[other] = nil }
            }
            handlers[kind] = handler
            state.handlers[poolID] = handlers.isEmpty ? nil : handlers
        }
    }

    /// Forgets a pool that is gone, so that another of its id begins without triggers.
    func forget(poolID: String) {
        state.withLock { state in
            state.handlers[poolID] = nil
            state.log[poolID] = nil
        }
    }

    /// Removes every trigger of every pool.
    func removeAll() {
        state.withLock { $0.handlers = [:] }
    }

    /// Whether the pool has that trigger.
    func has(_ kind: TriggerKind, poolID: String) -> Bool {
        handler(kind, poolID: poolID) != nil
    }

    /// The version of the token trigger that the pool has; `nil` if it has none.
    func tokenKind(poolID: String) -> TriggerKind? {
        TriggerKind.tokenKinds.first { has($0, poolID: poolID) }
    }

    /// The newest 200 events of a pool, from old to new.
    func log(poolID: String) -> [TriggerLogEntry] {
        state.withLock { $0.log[poolID] ?? [] }
    }

    /// Sends an event, again if there is no answer in time, and keeps both in the log.
    ///
    /// - Parameters:
    ///   - invocation: The event.
    ///   - time: When the call arrived.
    /// - Returns: The answer, or what the caller is told instead.
    func answer(_ invocation: TriggerInvocation, at time: UnixTime) async -> Result<JSONObject, Refusal> {
        var attemptCount = 0
        var outcome = Result<JSONObject, TriggerFailure>.failure(TriggerFailure(.timedOut, ""))
        repeat {
            attemptCount += 1
            outcome = await attempt(invocation)
        } while outcome.isTimeout && attemptCount < Self.greatestAttemptCount && !Task.isCancelled
        let result = outcome.mapError { $0.refusal(of: invocation.kind) }
        record(invocation, result, at: time, attemptCount: attemptCount)
        return result
    }

    private func attempt(_ invocation: TriggerInvocation) async -> Result<JSONObject, TriggerFailure> {
        guard let handler = handler(invocation.kind, poolID: invocation.poolID) else {
            return .failure(TriggerFailure(.notInvoked, "the trigger was removed"))
        }
        do {
            return .success(try await patience.limit { try await handler.answer(invocation.event) })
        } catch let failure as TriggerFailure {
            return .failure(failure)
        } catch is Patience.Exhausted {
            return .failure(TriggerFailure(.timedOut, "Socket timeout while invoking Lambda function"))
        } catch is CancellationError {
            return .failure(TriggerFailure(.notInvoked, "the call was cancelled"))
        } catch {
            return .failure(TriggerFailure(.refused, "\(error)"))
        }
    }

    private func handler(_ kind: TriggerKind, poolID: String) -> (any TriggerHandler)? {
        state.withLock { $0.handlers[poolID]?[kind] }
    }

    private func record(
        _ invocation: TriggerInvocation,
        _ result: Result<JSONObject, Refusal>,
        at time: UnixTime,
        attemptCount: Int
    ) {
        let (event, answer) = (invocation.event.logged, try? result.get().logged)
        var failure: String?
        if case .failure(let refusal) = result { failure = "\(refusal.code): \(refusal.message)" }
        state.withLock { state in
            state.lastID += 1
            let entry = TriggerLogEntry(
                id: state.lastID,
                kind: invocation.kind,
                poolID: invocation.poolID,
                sentAt: time,
                event: event,
                answer: answer,
                failure: failure,
                attemptCount: attemptCount
            )
            state.log[invocation.poolID, default: []].append(entry)
            let surplus = (state.log[invocation.poolID]?.count ?? 0) - Self.greatestLogCount
            if surplus > 0 { state.log[invocation.poolID]?.removeFirst(surplus) }
        }
    }
}

extension Result where Failure == TriggerFailure {
    fileprivate var isTimeout: Bool {
        if case .failure(let failure) = self { failure.code == .timedOut } else { false }
    }
}

extension TriggerFailure {
    private static let greatestLength = 1024

    /// The failure in the service's words.
    fileprivate func refusal(of kind: TriggerKind) -> Refusal {
        let name = kind.errorName
        return switch code {
        case .refused: Refusal(.userLambdaValidation, "\(name) failed with error \(shownMessage).")
        case .unreadableAnswer: TriggerAnswer.unrecognizable
        default: Refusal(.unexpectedLambda, "\(name) invocation failed due to error \(shownMessage).")
        }
    }

    /// The message on one line, and not endless.
    private var shownMessage: String {
        let scalars = message.unicodeScalars.prefix(Self.greatestLength)
        return String(String.UnicodeScalarView(scalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }))
    }
}
