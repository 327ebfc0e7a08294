/// A signature algorithm, by its number in the COSE registry (RFC 9053 §2.1, RFC 8812 §2).
public enum COSEAlgorithm: Int64, Hashable, Sendable, CaseIterable {
    /// ECDSA on P-256 with SHA-256: what nearly every authenticator offers.
    case es256 = -7
    /// RSASSA-PKCS1-v1_5 with SHA-256: for authenticators of Windows that have nothing else.
    case rs256 = -257
}
