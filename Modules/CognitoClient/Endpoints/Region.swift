/// A region of AWS, by name: `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`, or `local` for a pool of one's own.
public struct Region: Hashable, Sendable, CustomStringConvertible {
    /// The name as it stands in host names and credential scopes.
    public let name: String

    /// Takes a name that may be one label of a host name: letters, digits and inner hyphens, at most 63 of them.
    ///
    /// Whether AWS has such a region is not asked; new ones appear.
    ///
    /// - Parameter name: The region's name, in the case it is to be sent in.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidRegion``.
    public init(_ name: String) throws(CognitoClientError) {
        guard Self.isHostLabel(name) else {
            throw CognitoClientError(
                .invalidRegion,
                "'\(OneLine.bounded(name, to: 80))' is no region: letters, digits and hyphens, like eu-central-1",
                remedy: .fixInput
            )
        }
        self.name = name
    }

    /// Reads the region of a user pool: what stands before the first `_` of its id, as in `eu-central-1_AbCdEfGhI`.
    ///
    /// - Parameter userPoolID: At most 55 characters, as the service's model says.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidRegion`` if the id has another shape.
    public init(userPoolID: String) throws(CognitoClientError) {
        let parts = userPoolID.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard userPoolID.utf8.count <= 55, parts.count == 2, let region = parts.first, let rest = parts.last,
            !rest.isEmpty, rest.utf8.allSatisfy(Self.isAlphanumeric), Self.isHostLabel(String(region))
        else {
            throw Self.refusal(
                of: userPoolID,
                "user pool id: a region, _, letters and digits, like eu-central-1_AbCdEfGhI"
            )
        }
        name = String(region)
    }

    /// Reads the region of an identity pool: what stands before the first `:` of its id.
    ///
    /// - Parameter identityPoolID: At most 55 characters, as the service's model says.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidRegion`` if the id has another shape.
    public init(identityPoolID: String) throws(CognitoClientError) {
        let parts = identityPoolID.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard identityPoolID.utf8.count <= 55, parts.count == 2, let region = parts.first, let rest = parts.last,
            !rest.isEmpty, rest.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
            Self.isHostLabel(String(region))
        else {
            throw Self.refusal(of: identityPoolID, "identity pool id: a region, a colon and a UUID")
        }
        name = String(region)
    }

    /// The partition that the region belongs to; the commercial one if the name is unknown.
    public var partition: Partition { .holding(name) }

    /// The name.
    public var description: String { name }

    private static func refusal(of id: String, _ expectation: String) -> CognitoClientError {
        CognitoClientError(
            .invalidRegion,
            "'\(OneLine.bounded(id, to: 80))' is no \(expectation)",
            remedy: .fixInput
        )
    }

    private static func isHostLabel(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
            return false
        }
        return bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
