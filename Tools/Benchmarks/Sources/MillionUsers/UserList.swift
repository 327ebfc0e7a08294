import CognitoWire
import PoolBenchmarkSupport

/// One list of users that is gone through page by page.
struct UserList {
    /// What the list is called when it is printed.
    let title: String
    /// How many users it has.
    let count: Int
    private let operation: String
    private let request: (String?) throws -> [UInt8]
    private let read: ([UInt8]) throws -> (count: Int, next: String?)
    private let pool: BenchmarkPool

    /// The users that pass a filter; all without one.
    init(filter: String? = nil, count: Int, at pool: BenchmarkPool) {
        (title, self.count, self.pool, operation) = (filter ?? "all", count, pool, ListUsers.target)
        request = { token in
            try WireCoder().encode(
                ListUsersRequest(
                    userPoolID: BenchmarkPool.poolID,
                    filter: filter,
                    limit: 60,
                    paginationToken: token
                )
            )
        }
        read = { answer in
            let answer = try WireCoder().decode(ListUsersResponse.self, from: answer)
            return (answer.users?.count ?? 0, answer.paginationToken)
        }
    }

    /// The members of a group.
    init(group: String, count: Int, at pool: BenchmarkPool) {
        (title, self.count, self.pool, operation) = ("members of a group", count, pool, ListUsersInGroup.target)
        request = { token in
            try WireCoder().encode(
                ListUsersInGroupRequest(
                    groupName: group,
                    userPoolID: BenchmarkPool.poolID,
                    limit: 60,
                    nextToken: token
                )
            )
        }
        read = { answer in
            let answer = try WireCoder().decode(ListUsersInGroupResponse.self, from: answer)
            return (answer.users?.count ?? 0, answer.nextToken)
        }
    }

    /// Goes through the list, and then asks for its first, middle and last page again and again.
    ///
    /// - Parameter rounds: How often.
    /// - Returns: The times of all pages, and those of each of the three.
    /// - Throws: ``Failure`` unless the list has as many users as it must have.
    func measured(rounds: Int) async throws -> (all: Times, places: [Times]) {
        var requests: [[UInt8]] = []
        var all = Times()
        var (found, next): (Int, String?) = (0, nil)
        repeat {
            let request = try request(next)
            let answer = try read(try await all.measure { try await pool.send(operation, request) })
            requests.append(request)
            (found, next) = (found + answer.count, answer.next)
        } while next != nil
        guard found == count else { throw Failure("\(title): \(found) users are listed, not \(count)") }
        let places = [0, requests.count / 2, requests.count - 1].map { requests[$0] }
        var times = places.map { _ in Times() }
        for _ in 0..<rounds {
            for (place, request) in places.enumerated() {
                try await times[place].measure { try await pool.send(operation, request) }
            }
        }
        return (all, times)
    }
}

/// How long something took each time, in milliseconds.
struct Times {
    private(set) var all: [Double]

    init(_ all: [Double] = []) { self.all = all }

    /// Does something, and notes how long it took.
    @discardableResult
    mutating func measure<Result>(_ body: () async throws -> Result) async throws -> Result {
        let (clock, start) = (ContinuousClock(), ContinuousClock.now)
        let result = try await body()
        all.append((clock.now - start).milliseconds)
        return result
    }

    mutating func append(_ milliseconds: Double) { all.append(milliseconds) }

    var median: Double { all.isEmpty ? 0 : all.sorted()[all.count / 2] }
    var worst: Double { all.max() ?? 0 }
}

extension Duration {
    var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}
