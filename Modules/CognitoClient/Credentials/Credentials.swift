public import ByteCoding

/// AWS credentials: who signs a request.
///
/// The secret key and the session token are shown nowhere.
public struct Credentials: Sendable {
    /// The access key's id, which travels in clear in every signed request.
    public let accessKeyID: String
    /// The secret key; it never leaves the process.
    public let secretAccessKey: SecretBytes
    /// The token that temporary credentials carry.
    public let sessionToken: SecretBytes?
    /// When the credentials stop working; `nil` if they do not, or nobody said.
    public let expiration: UnixTime?

    /// Takes credentials that can be part of a request.
    ///
    /// - Parameters:
    ///   - accessKeyID: ASCII letters, digits and `_`, as the service makes them; at most 128.
    ///   - secretAccessKey: At least one byte.
    ///   - sessionToken: Printable ASCII without spaces; `nil` for long-term credentials.
    ///   - expiration: When they stop working.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidCredentials``, without the values.
    public init(
        accessKeyID: String,
        secretAccessKey: SecretBytes,
        sessionToken: SecretBytes? = nil,
        expiration: UnixTime? = nil
    ) throws(CognitoClientError) {
        let isID = !accessKeyID.isEmpty && accessKeyID.utf8.count <= 128 && accessKeyID.utf8.allSatisfy(Self.isWord)
        guard isID else {
            throw Self.refusal("the access key id must be 1 to 128 letters, digits and underscores")
        }
        guard !secretAccessKey.isEmpty else {
            throw Self.refusal("the secret access key is empty")
        }
        guard sessionToken?.isOneWord ?? true else {
            throw Self.refusal("the session token is empty or holds characters that no header takes")
        }
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    private static func refusal(_ message: String) -> CognitoClientError {
        CognitoClientError(.invalidCredentials, message, remedy: .fixInput)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension SecretBytes {
    /// Whether there is at least one byte, and none that is a space, a control character or outside of ASCII.
    fileprivate var isOneWord: Bool {
        withBytes { bytes in !bytes.isEmpty && bytes.indices.allSatisfy { (0x21...0x7e).contains(bytes[$0]) } }
    }
}
