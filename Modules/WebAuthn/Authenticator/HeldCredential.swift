internal import CryptoPrimitives

/// A passkey that a software authenticator holds, without its key.
public struct HeldCredential: Hashable, Sendable {
    /// The identifier.
    public let id: [UInt8]
    /// The relying party it belongs to.
    public let relyingPartyID: String
    /// Whose it is.
    public let user: PasskeyUser
    /// How often it has signed.
    public internal(set) var counter: UInt32
}

/// A passkey with its key.
struct Passkey: Sendable {
    var held: HeldCredential
    let key: P256PrivateKey
}
