internal import ByteCoding

/// What a cache has published: the keys, and until when nothing has to be done about them; a class, so that reading it
/// counts one reference.
final class KeyCacheSnapshot: Sendable {
    /// The keys of one address.
    struct Part {
        /// Within these moments the keys are used and nothing is due: neither a refresh nor their end.
        let quiet: Range<UnixTime>
        /// When the keys stop being used.
        let end: UnixTime
    }

    /// The keys.
    let keySets: KeySets
    /// What is known of each address that has keys.
    let parts: [String: Part]
    /// When all of them are quiet at once.
    let quiet: Range<UnixTime>

    /// A snapshot without keys.
    convenience init() {
        self.init(KeyCacheState())
    }

    /// Takes what others may see out of a state.
    init(_ state: KeyCacheState) {
        let held = state.entries.compactMapValues(\.held)
        keySets = KeySets(held.mapValues { KeySets.Part(set: $0.set, end: Self.end(since: $0.since)) })
        parts = state.entries.compactMapValues { entry in
            guard let since = entry.held?.since else { return nil }
            let end = Self.end(since: since)
            let refresh = max(since.adding(KeyCacheState.refreshAge), entry.bucket.nextFetch)
            let due = entry.flight == nil ? min(refresh, end) : end
            let start = since.adding(.zero - FetchBucket.clockTolerance)
            return Part(quiet: start..<max(start, due), end: end)
        }
        let start = parts.values.map(\.quiet.lowerBound).max() ?? .earliest
        let end = parts.values.map(\.quiet.upperBound).min() ?? .latest
        quiet = start..<max(start, end)
    }

    /// Whether the keys of an address are used without anything being due.
    func isQuiet(_ url: String, at now: UnixTime) -> Bool {
        quiet.contains(now) || parts[url]?.quiet.contains(now) == true
    }

    /// Whether an address has keys that may be used.
    func isUsable(_ url: String, at now: UnixTime) -> Bool {
        guard let part = parts[url] else { return false }
        return now < part.end
    }

    private static func end(since moment: UnixTime) -> UnixTime { moment.adding(KeyCacheState.greatestAge) }
}
