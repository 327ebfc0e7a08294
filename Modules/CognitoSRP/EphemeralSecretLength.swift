/// How long the random secret of one exchange is.
public struct EphemeralSecretLength: Hashable, Sendable {
    /// The number of random bytes.
    public let byteCount: Int

    private init(bits: Int) {
        byteCount = bits / 8
    }

    /// 256 bits, twice the strength of a 3072-bit group: the default.
    public static let bits256 = Self(bits: 256)
    /// 384 bits.
    public static let bits384 = Self(bits: 384)
    /// 512 bits.
    public static let bits512 = Self(bits: 512)
    /// 768 bits.
    public static let bits768 = Self(bits: 768)
    /// 1024 bits, what `amazon-cognito-identity-js` takes.
    public static let bits1024 = Self(bits: 1024)

    /// The length that the setting `Paranoia` of `cognito-user-pool` stands for.
    ///
    /// That setting chose how much entropy a generator of the time collected before it was trusted, on a scale of 1 to
    /// 10 whose upper half asks for 256, 384, 512, 768 and 1024 bits. The operating system's generator needs no such
    /// wait, so the scale chooses the length of the secret: 1 to 6 take 256 bits, 7 takes 384, 8 takes 512, 9 takes
    /// 768 and 10 takes 1024. More than 256 bits costs time and makes nothing safer.
    ///
    /// - Parameter paranoia: 1 to 10; anything else gives `nil`.
    public init?(paranoia: Int) {
        switch paranoia {
        case 1...6: self = .bits256
        case 7: self = .bits384
        case 8: self = .bits512
        case 9: self = .bits768
        case 10: self = .bits1024
        default: return nil
        }
    }
}
