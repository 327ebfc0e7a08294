internal import ByteCoding

/// Decides who fetches which keys, and how long they are used; knows neither lock, task nor clock.
///
/// There is one entry for each address. Addresses come from the tables of verifiers, never from tokens, so that their
/// number is the configuration's.
struct KeyCacheState {
    /// The age from which on keys are fetched anew while they are still used.
    static let refreshAge = Duration.seconds(3600)
    /// The age from which on keys are not used any more.
    static let greatestAge = Duration.seconds(24 * 3600)

    /// One fetch that has begun.
    struct Flight: Hashable {
        /// What it fetches.
        let url: String
        /// When it began; the age of what it brings counts from here.
        let begun: UnixTime
        /// Tells it from every other one.
        let number: UInt64
    }

    /// What somebody who needs a key does next.
    enum Step<Key> {
        /// Uses the key, and begins the flight if there is one, without waiting for it.
        case use(Key, refresh: Flight?)
        /// Begins the flight and waits for it.
        case fetch(Flight)
        /// Waits for a flight that somebody else has begun.
        case wait(Flight)
        /// Gives up.
        case refuse(Refusal)
    }

    /// Why there is no key.
    enum Refusal: Error, Hashable {
        /// The set, which could be fetched, does not have it.
        case unknownKey
        /// It could not be asked for.
        case keysUnavailable(reason: String)
    }

    /// What is known of one address.
    struct Entry {
        /// The keys, and the moment that their age counts from.
        var held: (set: KeySet, since: UnixTime)?
        /// The fetch that is on its way.
        var flight: Flight?
        /// Why the latest fetch brought nothing; `nil` if it did.
        var failure: String?
        /// What limits the fetches.
        var bucket = FetchBucket()
    }

    /// What is known, by address.
    private(set) var entries: [String: Entry] = [:]
    /// Changes with everything that others can see.
    private(set) var revision: UInt64 = 0

    private var flightCount: UInt64 = 0

    /// Looks for a key before anything was awaited.
    ///
    /// - Parameters:
    ///   - url: The address of the key set.
    ///   - now: The time of day.
    ///   - choose: Picks the key, if the set has it.
    /// - Returns: What to do.
    mutating func lookUp<Key>(_ url: String, at now: UnixTime, choose: (KeySet) -> Key?) -> Step<Key> {
        adjust(url, to: now)
        let entry = entries[url] ?? Entry()
        if let (set, since) = entry.held, let key = choose(set) {
            return .use(key, refresh: now.duration(since: since) < Self.refreshAge ? nil : begin(url, at: now))
        }
        if let flight = entry.flight { return .wait(flight) }
        guard let flight = begin(url, at: now) else { return .refuse(refusal(of: entry)) }
        return .fetch(flight)
    }

    /// Looks for a key once a flight has landed: now it is there, or it is not.
    ///
    /// - Parameters:
    ///   - url: The address of the key set.
    ///   - now: The time of day.
    ///   - choose: Picks the key, if the set has it.
    /// - Returns: The key.
    /// - Throws: ``Refusal`` if it is not there.
    mutating func settle<Key>(_ url: String, at now: UnixTime, choose: (KeySet) -> Key?) throws(Refusal) -> Key {
        adjust(url, to: now)
        let entry = entries[url] ?? Entry()
        guard let (set, _) = entry.held, let key = choose(set) else { throw refusal(of: entry) }
        return key
    }

    /// Begins a fetch, or joins the one that is on its way.
    ///
    /// - Parameters:
    ///   - url: The address of the key set.
    ///   - now: The time of day.
    /// - Returns: What to do; to use what is there where it was fetched a moment ago.
    mutating func refresh(_ url: String, at now: UnixTime) -> Step<Void> {
        adjust(url, to: now)
        let entry = entries[url] ?? Entry()
        if let flight = entry.flight { return .wait(flight) }
        if let flight = begin(url, at: now) { return .fetch(flight) }
        let isFresh = entry.held != nil && entry.failure == nil
        return isFresh ? .use((), refresh: nil) : .refuse(refusal(of: entry))
    }

    /// Lets keys go that are too old, and begins a fetch for each set that is past its age of refreshing.
    ///
    /// - Parameter now: The time of day.
    /// - Returns: The flights that the caller has to begin.
    mutating func refreshDue(at now: UnixTime) -> [Flight] {
        entries.filter { $1.held != nil }.keys.sorted().compactMap { url in
            let since = entries[url]?.held?.since ?? now
            adjust(url, to: now)
            return now.duration(since: since) < Self.refreshAge ? nil : begin(url, at: now)
        }
    }

    /// Takes over what a flight brought; a failure leaves the keys that are there as they are.
    ///
    /// - Parameters:
    ///   - flight: The flight, which is over.
    ///   - result: A set with at least one usable key, or why there is none.
    mutating func land(_ flight: Flight, _ result: Result<KeySet, KeyFetchFailure>) {
        guard var entry = entries[flight.url], entry.flight == flight else { return }
        entry.flight = nil
        switch result {
        case .success(let set):
            entry.held = (set, flight.begun)
            entry.failure = nil
        case .failure(let failure): entry.failure = failure.reason
        }
        change(flight.url, to: entry)
    }

    /// Takes over keys that came another way; their age counts from now.
    mutating func preload(_ set: KeySet, for url: String, at now: UnixTime) {
        var entry = entries[url] ?? Entry()
        entry.held = (set, now)
        entry.failure = nil
        change(url, to: entry)
    }

    /// Whether a flight has begun and not landed.
    func isOnItsWay(_ flight: Flight) -> Bool { entries[flight.url]?.flight == flight }

    /// Why the latest fetch from an address brought nothing.
    func failure(at url: String) -> String? { entries[url]?.failure }

    private mutating func begin(_ url: String, at now: UnixTime) -> Flight? {
        var entry = entries[url] ?? Entry()
        guard entry.flight == nil else { return nil }
        let nextFetch = entry.bucket.nextFetch
        guard entry.bucket.take(at: now) else {
            // A clock that was set back moves the next fetch.
            if entry.bucket.nextFetch != nextFetch { change(url, to: entry) }
            return nil
        }
        flightCount &+= 1
        let flight = Flight(url: url, begun: now, number: flightCount)
        entry.flight = flight
        change(url, to: entry)
        return flight
    }

    /// Drops keys past their greatest age, and counts from now where the clock was set back: otherwise keys that were
    /// fetched under a clock far ahead would not age before that moment comes.
    private mutating func adjust(_ url: String, to now: UnixTime) {
        guard var entry = entries[url], let (set, since) = entry.held else { return }
        let age = now.duration(since: since)
        if age >= Self.greatestAge {
            entry.held = nil
        } else if age < .zero - FetchBucket.clockTolerance {
            entry.held = (set, now)
        } else {
            return
        }
        change(url, to: entry)
    }

    private mutating func change(_ url: String, to entry: Entry) {
        entries[url] = entry
        revision &+= 1
    }

    private func refusal(of entry: Entry) -> Refusal {
        if let failure = entry.failure { return .keysUnavailable(reason: failure) }
        return entry.held == nil ? .keysUnavailable(reason: "they are not there yet") : .unknownKey
    }
}

/// Why a fetch brought no keys.
struct KeyFetchFailure: Error {
    /// One line of printable ASCII, bounded.
    let reason: String

    /// Takes over what an error says.
    init(_ error: any Error) {
        self.init(reason: "\(error)")
    }

    /// Takes over a text.
    init(reason: String) {
        let bytes = reason.utf8.prefix(200).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
        self.reason = String(decoding: bytes, as: UTF8.self)
    }
}
