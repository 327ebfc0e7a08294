/// Values by key, of which the oldest go when there are too many.
///
/// It keeps two generations: when the younger one holds half of the limit it becomes the older one, and what was there is
/// forgotten. So each insertion takes the same short time.
struct RecentValues<Key: Hashable, Value> {
    private let generationLimit: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// - Parameter limit: The most values that are kept.
    init(limit: Int) {
        generationLimit = max(1, limit / 2)
    }

    /// How many values there are.
    var count: Int { young.count + old.count }

    /// The value that was inserted last for `key`; `nil` if there is none any more.
    subscript(key: Key) -> Value? {
        young[key] ?? old[key]
    }

    /// Keeps a value.
    mutating func insert(_ value: Value, for key: Key) {
        if young[key] == nil, young.count >= generationLimit {
            old = young
            young = [:]
        }
        old[key] = nil
        young[key] = value
    }
}
