/// A signature, with what it was made of.
public struct SigV4Signature: Sendable {
    /// The headers to add to the request, `Authorization` the last of them.
    ///
    /// They are as secret as the session token that may be among them.
    public let headers: [(name: String, value: String)]
    /// The signature itself, 64 hexadecimal digits.
    public let signature: String
    /// The request as it was hashed, for comparison with what a server expected.
    @_spi(Testing) public let canonicalRequest: String
    /// The text that was signed.
    @_spi(Testing) public let stringToSign: String
}
