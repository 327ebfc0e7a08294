/// One of the users, all that is known of whom follows from a number.
struct PlannedUser: Sendable {
    let number: Int

    var username: String { "user\(padded(number, 7))" }
    var email: String { "\(username)@example.com" }

    /// Digits that look like a lot, but are another for each number.
    var sub: String {
        let digits = Self.mixed(UInt64(number)).hexadecimal + Self.mixed(UInt64(number) | 1 << 32).hexadecimal
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(Array(digits)[$0]) }.joined(separator: "-")
    }

    /// One in fifty is disabled, one in ten has to change the password.
    var isEnabled: Bool { number % 50 != 7 }
    var status: String { number % 10 == 3 ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED" }

    /// Four attributes each; of a name there are a thousand users in a million.
    var attributes: [(name: String, value: String)] {
        let kind = Self.kinds[number % Self.kinds.count]
        return [
            ("email", email), ("phone_number", "+1555\(padded(number, 7))"),
            ("name", "Name \(padded(number % 1000, 4))"), (kind, "Other \(padded(number % 997, 4))"),
        ]
    }

    /// What a filter of that name looks at.
    func value(of name: String) -> String? {
        switch name {
        case "username": username
        case "sub": sub
        case "cognito:user_status": status
        case "status": isEnabled ? "Enabled" : "Disabled"
        default: attributes.first { $0.name == name }?.value
        }
    }

    /// The line of a load.
    ///
    /// - Parameters:
    ///   - verifier: The member that stands for the password.
    ///   - group: A group that the user is in.
    /// - Returns: The line, without its end.
    func line(verifier: String, group: String? = nil) -> [UInt8] {
        let attributes = attributes.map { #""\#($0.name)": "\#($0.value)""# }.joined(separator: ", ")
        let groups = group.map { #", "groups": ["\#($0)"]"# } ?? ""
        return Array(
            #"""
            {"username": "\#(username)", "sub": "\#(sub)", "status": "\#(status)", "enabled": \#(isEnabled), \#
            "attributes": {\#(attributes)}, \#(verifier)\#(groups)}
            """#.utf8
        )
    }

    private static let kinds = ["given_name", "family_name", "preferred_username"]

    private func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    /// The last step of SplitMix64, which takes no two numbers to one.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension UInt64 {
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The lines of users, made as they are asked for.
struct SeedStream: AsyncSequence, Sendable {
    let numbers: StrideTo<Int>
    var group: String?
    /// The verifiers of those who sign in, and the one that all others share.
    let verifiers: [Int: String]
    let sharedVerifier: String

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: StrideTo<Int>.Iterator
        fileprivate let stream: SeedStream

        mutating func next() async throws -> [UInt8]? {
            rest.next().map { number in
                PlannedUser(number: number)
                    .line(verifier: stream.verifiers[number] ?? stream.sharedVerifier, group: stream.group)
            }
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(rest: numbers.makeIterator(), stream: self)
    }
}
