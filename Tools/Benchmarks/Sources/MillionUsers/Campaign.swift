import CognitoWire
import Foundation
import LocalPool
import PoolBenchmarkSupport

/// The load and all that is measured after it, with a line for each figure.
struct Campaign {
    /// How many users the pool has that the large one is compared with.
    static let smallCount = 1000

    private static let group = "crew"
    private static let longestLoad = Duration.seconds(600)
    private static let greatestSize = 1_000_000_000
    private static let greatestRatio = 1.2
    private static let longestPage = 10.0

    private let options: Options
    /// Every so many of the large pool's users are the small pool.
    private let step: Int
    private let signingIn: [PlannedUser]
    private let verifiers: [Int: String]
    private let sharedVerifier: String
    private var isPassed = true

    init(_ options: Options) throws {
        self.options = options
        step = options.users / Self.smallCount
        let known = stride(from: 0, to: options.users, by: step).map { PlannedUser(number: $0) }
        let able = known.filter { $0.isEnabled && $0.status == "CONFIRMED" }
        signingIn = stride(from: 0, to: able.count, by: max(1, able.count / options.rounds)).map { able[$0] }
        let members = try signingIn.map { ($0.number, try BenchmarkPool.verifierMember(of: $0.username)) }
        verifiers = Dictionary(uniqueKeysWithValues: members)
        sharedVerifier = try BenchmarkPool.verifierMember(of: "nobody")
    }

    /// Measures everything.
    ///
    /// - Returns: Whether every figure is within its limit.
    mutating func run() async throws -> Bool {
        let large = try BenchmarkPool(file: file("large"))
        try await load(large)
        try await compareSignIns(large)
        say("pages of 60, in milliseconds:".padded(64) + "users   all pages   first  middle    last   worst")
        for list in userLists(at: large) { try await measure(list) }
        try await measureGroup(large)
        return isPassed
    }

    private func file(_ name: String) -> String {
        options.folder.appending(path: "\(name).sqlite").path
    }

    private func seed(_ numbers: StrideTo<Int>, group: String? = nil) -> SeedStream {
        SeedStream(numbers: numbers, group: group, verifiers: verifiers, sharedVerifier: sharedVerifier)
    }

    // The load

    private mutating func load(_ large: BenchmarkPool) async throws {
        let (clock, start, count) = (ContinuousClock(), ContinuousClock.now, options.users)
        let report = try await large.pool.loadUsers(seed(stride(from: 0, to: count, by: 1))) { loaded in
            guard loaded.isMultiple(of: 102_400) else { return }
            say("  \(loaded) users, \((clock.now - start).seconds.rounded(0)) s")
        }
        let time = clock.now - start
        guard report.made.users == count else { throw Failure("\(report.made.users) users were made") }
        note("\(count) users loaded in \(time.seconds.rounded(0)) s", time <= Self.longestLoad, "600 s")
        let size = try size()
        let limit = Self.greatestSize
        note("\(size.megabytes) MB on disk, the log included", size <= limit, "\(limit.megabytes) MB")
    }

    private func size() throws -> Int {
        let files = try FileManager.default.contentsOfDirectory(atPath: options.folder.path)
        return try files.map { name in
            let path = options.folder.appending(path: name).path
            return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        }.reduce(0, +)
    }

    // Sign-ins

    private mutating func compareSignIns(_ large: BenchmarkPool) async throws {
        let small = try BenchmarkPool(file: file("small"))
        _ = try await small.pool.loadUsers(seed(stride(from: 0, to: options.users, by: step)))
        say("milliseconds, median of \(signingIn.count):".padded(64) + " 1000 users   \(options.users) users   ratio")
        for comparison in try await SignIns(small: small, large: large).compared(signingIn) {
            let figures = [
                comparison.small.median.rounded(2).leading(11), comparison.large.median.rounded(2).leading(16),
                comparison.ratio.rounded(2).leading(8),
            ]
            note(
                comparison.title.padded(64) + figures.joined(),
                comparison.ratio <= Self.greatestRatio,
                "\(Self.greatestRatio)"
            )
        }
    }

    // Lists

    /// All users, and those that pass each filter in each of its forms.
    private func userLists(at pool: BenchmarkPool) -> [UserList] {
        let users = (0..<options.users).lazy.map { PlannedUser(number: $0) }
        let example = PlannedUser(number: options.users / 2)
        let prefixes = [("username", 9), ("sub", 1), ("email", 6), ("phone_number", 8), ("name", 7)]
        var filters = prefixes.flatMap { name, length in
            let value = example.value(of: name) ?? ""
            return [(name, "=", value), (name, "^=", String(value.prefix(length)))]
        }
        filters += ["given_name", "family_name", "preferred_username"].flatMap { name in
            [(name, "=", "Other 0500"), (name, "^=", "Other 05")]
        }
        filters += [
            ("cognito:user_status", "=", "CONFIRMED"), ("cognito:user_status", "^=", "F"), ("status", "=", "Enabled"),
            ("status", "=", "Disabled"), ("status", "^=", "D"),
        ]
        let lists = filters.map { name, form, value in
            let count = users.count { user in
                let found = user.value(of: name)
                return form == "=" ? found == value : found?.hasPrefix(value) == true
            }
            return UserList(filter: "\(name) \(form) \"\(value)\"", count: count, at: pool)
        }
        return [UserList(count: options.users, at: pool)] + lists
    }

    private mutating func measure(_ list: UserList) async throws {
        let times = try await list.measured(rounds: options.rounds)
        let places = times.places.map { $0.median.rounded(1).leading(8) }.joined()
        let figures = [
            String(list.count).leading(8), times.all.median.rounded(1).leading(12), places,
            max(times.all.worst, times.places.map(\.worst).max() ?? 0).rounded(1).leading(8),
        ]
        let longest = max(times.all.median, times.places.map(\.median).max() ?? 0)
        note(list.title.padded(61) + figures.joined(), longest <= Self.longestPage, "\(Self.longestPage) ms")
    }

    /// A tenth as many users more, all in one group.
    private mutating func measureGroup(_ large: BenchmarkPool) async throws {
        let request = CreateGroupRequest(groupName: Self.group, userPoolID: BenchmarkPool.poolID)
        try await large.call(CreateGroup.self, request)
        let count = options.users / 10
        let members = stride(from: options.users, to: options.users + count, by: 1)
        _ = try await large.pool.loadUsers(seed(members, group: Self.group))
        try await measure(UserList(group: Self.group, count: count, at: large))
    }

    /// Prints a figure, and whether it is within its limit.
    private mutating func note(_ text: String, _ isWithin: Bool, _ limit: String) {
        say(isWithin ? text : "\(text)   MORE THAN \(limit)")
        isPassed = isPassed && isWithin
    }
}

/// Prints a line at once, unlike `print` where nobody looks on.
private func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate func leading(_ width: Int) -> String { String(repeating: " ", count: max(1, width - count)) + self }
}

extension Double {
    fileprivate func rounded(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

extension Duration {
    fileprivate var seconds: Double { milliseconds / 1e3 }
}

extension Int {
    fileprivate var megabytes: String { (Double(self) / 1e6).rounded(0) }
}
