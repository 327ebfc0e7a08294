internal import ByteCoding
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

extension LocalPool {
    /// Far more than any call needs; one that came back forever would be a fault of ours.
    private static var greatestNumberOfAttempts: Int { 64 }

    /// More bytes than most calls draw by lot: sessions, tokens, secrets.
    private static var usualDraw: Int { 512 }

    /// Runs one call in a transaction of its own; what was sent in it is announced once the transaction holds.
    ///
    /// - Parameters:
    ///   - isReadOnly: Whether the call writes nothing, so that it need not wait for others.
    ///   - foreseen: Results that the call will ask for, made of the randomness that it will draw.
    ///   - body: The call; it begins anew after each work that it asks to be done outside its transaction.
    /// - Returns: What `body` returns.
    /// - Throws: ``Refusal``, or a failure of the store, of cryptography or of work outside.
    func call<Result: Sendable>(
        isReadOnly: Bool = false,
        foreseeing foreseen: (RandomBytes) throws -> OutsideResults = { _ in OutsideResults() },
        _ body: @escaping @Sendable (Call) throws -> Result
    ) async throws -> Result {
        let (environment, endpoint, now) = (environment, endpoint, now)
        let tape = try RandomTape(environment.random, drawing: isReadOnly ? 0 : Self.usualDraw)
        var results = try foreseen(tape.random)
        for _ in 0..<Self.greatestNumberOfAttempts {
            tape.rewind()
            let attempt = CallAttempt(random: tape.random, results: results)
            let run: @Sendable (Database) throws -> CallOutcome<Result> = { db in
                let call = Call(db: db, now: now, endpoint: endpoint, environment: environment, attempt: attempt)
                do {
                    return CallOutcome(result: .success(try body(call)), of: call)
                } catch let refusal as Refusal where refusal.keepsChanges {
                    return CallOutcome(result: .failure(refusal), of: call)
                }
            }
            do {
                let outcome = try await transaction(isReadOnly: isReadOnly, run)
                announce(outcome.messages)
                let refusal = await finish(outcome.aftermath)
                let result = try outcome.result.get()
                if let refusal { throw refusal }
                return result
            } catch let work as OutsideWork {
                try await work.perform(into: &results)
            }
        }
        throw Refusal(.internalError, "The call came to no end")
    }

    /// A pool in memory never waits for a disk: its transactions are over sooner than another thread would wake up for them.
    private func transaction<Result: Sendable>(
        isReadOnly: Bool,
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        if let memory = database as? DatabaseQueue { return try Self.here(memory, isReadOnly: isReadOnly, body) }
        return isReadOnly ? try await database.read(body) : try await database.write(body)
    }

    private static func here<Result>(
        _ memory: DatabaseQueue,
        isReadOnly: Bool,
        _ body: (Database) throws -> Result
    ) throws -> Result {
        isReadOnly ? try memory.read(body) : try memory.write(body)
    }

    /// Does what follows a call; a refusal hinders none of the rest.
    private func finish(_ aftermath: [@Sendable () async -> Refusal?]) async -> Refusal? {
        var first: Refusal?
        for work in aftermath {
            let refusal = await work()
            first = first ?? refusal
        }
        return first
    }

    private func announce(_ messages: [DeliveredMessage]) {
        guard !messages.isEmpty else { return }
        for message in messages { deliver(message) }
        mailbox.announce()
    }
}

/// What came of a call whose transaction holds.
private struct CallOutcome<Success: Sendable>: Sendable {
    let result: Result<Success, Refusal>
    let messages: [DeliveredMessage]
    let aftermath: [@Sendable () async -> Refusal?]

    init(result: Result<Success, Refusal>, of call: Call) {
        self.result = result
        messages = call.messages
        aftermath = call.aftermath
    }
}
