/// What a call needs and must not wait for inside its transaction: a trigger's answer, a power of a large number.
///
/// Thrown by ``Call/outside(_:_:)``, so that the transaction ends without a trace. The work is done outside it, and the
/// call begins anew, with the result at hand.
struct OutsideWork: Error {
    /// What the work depends on; a call that comes back with other inputs has it done again.
    fileprivate let key: OutsideResults.Key
    /// How many results the call used before it.
    fileprivate let position: Int
    private let body: @Sendable () async throws -> any Sendable

    fileprivate init(
        key: OutsideResults.Key,
        position: Int,
        body: @escaping @Sendable () async throws -> any Sendable
    ) {
        (self.key, self.position, self.body) = (key, position, body)
    }

    /// Does the work, and keeps its result for the next beginning.
    func perform(into results: inout OutsideResults) async throws {
        // What the store said changed in between, and with it everything from here on.
        results.forget(from: position)
        results.append(key, try await body())
    }
}

/// The results of one call's work outside its transactions, in the order in which the call asks for them.
struct OutsideResults: Sendable {
    /// What a piece of work depends on, of any type.
    fileprivate struct Key: Sendable {
        let value: any Hashable & Sendable

        static func == (left: Key, right: Key) -> Bool {
            AnyHashable(left.value) == AnyHashable(right.value)
        }
    }

    private var done: [(key: Key, value: any Sendable)] = []

    /// No results yet.
    init() {}

    /// The result that a call will surely ask for first, so that it need not begin anew for it.
    init(first key: some Hashable & Sendable, _ value: some Sendable) {
        append(Key(value: key), value)
    }

    fileprivate mutating func forget(from position: Int) {
        done.removeSubrange(min(position, done.count)...)
    }

    fileprivate mutating func append(_ key: Key, _ value: any Sendable) {
        done.append((key, value))
    }

    fileprivate func value(at position: Int, for key: Key) -> (any Sendable)? {
        guard done.indices.contains(position), done[position].key == key else { return nil }
        return done[position].value
    }
}

extension OutsideResults {
    /// How far a call has come with its results.
    struct Reader {
        private let results: OutsideResults
        private var position = 0

        init(_ results: OutsideResults) {
            self.results = results
        }

        /// The next result.
        ///
        /// - Throws: ``OutsideWork`` if it is not there yet.
        mutating func next<Value: Sendable>(
            _ key: some Hashable & Sendable,
            _ body: @escaping @Sendable () async throws -> Value
        ) throws -> Value {
            let key = Key(value: key)
            guard let value = results.value(at: position, for: key) as? Value else {
                throw OutsideWork(key: key, position: position, body: body)
            }
            position += 1
            return value
        }
    }
}
