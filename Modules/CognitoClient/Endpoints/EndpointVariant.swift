/// Which of a service's hosts in a region to call.
public struct EndpointVariant: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    public let rawValue: Int

    /// Makes a set of bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Hosts whose cryptography is validated after FIPS 140.
    public static let fips = Self(rawValue: 1)
    /// Hosts that also answer over IPv6.
    public static let dualStack = Self(rawValue: 2)
}
