/// What a seed made, and what was there before and was left as it is.
public struct SeedReport: Hashable, Sendable {
    /// Pools, clients, groups and users that were made.
    public internal(set) var made = Count()
    /// Those that were there before.
    public internal(set) var kept = Count()

    /// How many of each kind.
    public struct Count: Hashable, Sendable {
        /// User pools.
        public internal(set) var pools = 0
        /// App clients.
        public internal(set) var clients = 0
        /// Groups.
        public internal(set) var groups = 0
        /// Users.
        public internal(set) var users = 0
    }
}
