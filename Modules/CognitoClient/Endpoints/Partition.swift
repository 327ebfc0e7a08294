/// A part of AWS with accounts, regions and host names of its own.
///
/// The values are those of botocore 1.44.5; a golden table of the tests holds every region against botocore itself.
public struct Partition: Hashable, Sendable {
    /// The name in resource names, such as `aws-cn`.
    public let name: String
    /// What follows the region in a host name, such as `amazonaws.com`.
    public let dnsSuffix: String
    /// The same for hosts that also answer over IPv6; `nil` if there are none.
    public let dualStackSuffix: String?
    /// Whether there are hosts whose cryptography is validated after FIPS 140.
    public let supportsFIPS: Bool
    /// What its regions begin with; a direction and a number follow.
    let regionPrefixes: [String]
    /// A name that stands for the partition as a whole.
    let globalRegion: String?

    /// A partition of a test's own.
    @_spi(Testing) public init(
        name: String,
        dnsSuffix: String,
        dualStackSuffix: String?,
        supportsFIPS: Bool = true,
        regionPrefixes: [String],
        globalRegion: String?
    ) {
        self.name = name
        self.dnsSuffix = dnsSuffix
        self.dualStackSuffix = dualStackSuffix
        self.supportsFIPS = supportsFIPS
        self.regionPrefixes = regionPrefixes
        self.globalRegion = globalRegion
    }

    /// The commercial regions; also where a region belongs that no partition knows.
    public static let aws = Partition(
        name: "aws",
        dnsSuffix: "amazonaws.com",
        dualStackSuffix: "api.aws",
        regionPrefixes: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        globalRegion: "aws-global"
    )

    /// The partitions, each with its own suffixes.
    public static let all: [Partition] = [
        aws,
        Partition(
            name: "aws-cn",
            dnsSuffix: "amazonaws.com.cn",
            dualStackSuffix: "api.amazonwebservices.com.cn",
            regionPrefixes: ["cn"],
            globalRegion: "aws-cn-global"
        ),
        Partition(
            name: "aws-eusc",
            dnsSuffix: "amazonaws.eu",
            dualStackSuffix: "api.amazonwebservices.eu",
            regionPrefixes: ["eusc-de"],
            globalRegion: nil
        ),
        Partition(
            name: "aws-iso",
            dnsSuffix: "c2s.ic.gov",
            dualStackSuffix: "api.aws.ic.gov",
            regionPrefixes: ["us-iso"],
            globalRegion: "aws-iso-global"
        ),
        Partition(
            name: "aws-iso-b",
            dnsSuffix: "sc2s.sgov.gov",
            dualStackSuffix: "api.aws.scloud",
            regionPrefixes: ["us-isob"],
            globalRegion: "aws-iso-b-global"
        ),
        Partition(
            name: "aws-iso-e",
            dnsSuffix: "cloud.adc-e.uk",
            dualStackSuffix: "api.cloud-aws.adc-e.uk",
            regionPrefixes: ["eu-isoe"],
            globalRegion: "aws-iso-e-global"
        ),
        Partition(
            name: "aws-iso-f",
            dnsSuffix: "csp.hci.ic.gov",
            dualStackSuffix: "api.aws.hci.ic.gov",
            regionPrefixes: ["us-isof"],
            globalRegion: "aws-iso-f-global"
        ),
        Partition(
            name: "aws-us-gov",
            dnsSuffix: "amazonaws.com",
            dualStackSuffix: "api.aws",
            regionPrefixes: ["us-gov"],
            globalRegion: "aws-us-gov-global"
        ),
    ]

    /// The partition whose regions are named like `region`; ``aws`` if there is none, as the SDKs do it.
    static func holding(_ region: String) -> Partition {
        all.first { $0.holds(region) } ?? .aws
    }

    /// Whether `region` is one of the prefixes, a hyphen, a word, a hyphen and a number.
    private func holds(_ region: String) -> Bool {
        if region == globalRegion { return true }
        return regionPrefixes.contains { prefix in
            guard region.hasPrefix("\(prefix)-") else { return false }
            let rest = region.utf8.dropFirst(prefix.utf8.count + 1)
                .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard rest.count == 2, let word = rest.first, let number = rest.last else { return false }
            return !word.isEmpty && !number.isEmpty && number.allSatisfy { (0x30...0x39).contains($0) }
        }
    }
}
