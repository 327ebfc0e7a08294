public import ByteCoding
internal import CryptoPrimitives

/// Signs requests with AWS Signature Version 4, in the form that puts the signature into headers.
///
/// It is a function of its arguments: the time comes in, nothing is read and nothing is kept.
public struct SigV4Signer: Sendable {
    private let credentials: Credentials
    private let region: Region
    private let service: String
    private let options: Options

    /// A signer for one service in one region.
    ///
    /// - Parameters:
    ///   - credentials: Who signs.
    ///   - region: The region of the credential scope.
    ///   - service: The service's name in the credential scope, such as `cognito-idp`.
    ///   - options: Departures from the usual form.
    public init(credentials: Credentials, region: Region, service: String, options: Options = []) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.options = options
    }

    /// Departures from the usual form; most services, Cognito's among them, need none.
    public struct Options: OptionSet, Hashable, Sendable {
        /// The bits of the set.
        public let rawValue: Int

        /// Makes a set of bits.
        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// Leaves dot segments and empty segments of the path as they are.
        public static let rawPath = Self(rawValue: 1)
        /// Sends the body's hash in a header of its own.
        public static let contentHashHeader = Self(rawValue: 2)
        /// Sends the session token without signing it.
        public static let unsignedSessionToken = Self(rawValue: 4)
    }

    /// Signs `request`.
    ///
    /// - Parameters:
    ///   - request: The request, `Host` among its headers. Headers that are changed on the way are not signed.
    ///   - time: When the request is sent, as the service's clock has it.
    /// - Returns: The signature, with the headers to add to the request.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/signingFailed`` if there is no `Host`, if the
    ///   request is signed already, or if the time has no year of four digits.
    public func signature(of request: SigV4Request, at time: UnixTime) throws(CognitoClientError) -> SigV4Signature {
        try Self.check(request)
        guard let timestamp = CivilTime(time)?.basicFormat else {
            throw Self.failure("the clock is outside of the years 1 to 9999")
        }
        do {
            return try signature(of: request, timestamp: timestamp)
        } catch {
            throw Self.failure(error.message)
        }
    }

    private func signature(of request: SigV4Request, timestamp: String) throws(CryptoError) -> SigV4Signature {
        let payloadHash = Hex.encode(try SHA256.digest(of: request.body))
        var added = [(name: "X-Amz-Date", value: timestamp)]
        if options.contains(.contentHashHeader) { added.append(("x-amz-content-sha256", payloadHash)) }
        let token = credentials.sessionToken.map { secret in
            (name: "X-Amz-Security-Token", value: secret.withBytes { bytes in String(copying: bytes) })
        }
        if let token, !options.contains(.unsignedSessionToken) { added.insert(token, at: 0) }

        var complete = request
        complete.headers += added
        let canonical = SigV4CanonicalRequest(
            complete,
            payloadHash: payloadHash,
            normalizesPath: !options.contains(.rawPath)
        )
        let date = String(timestamp.prefix(8))
        let scope = "\(date)/\(region.name)/\(service)/aws4_request"
        let stringToSign = [
            "AWS4-HMAC-SHA256", timestamp, scope, Hex.encode(try SHA256.digest(of: Array(canonical.text.utf8))),
        ].joined(separator: "\n")
        let key = try signingKey(date: date)
        let signature = Hex.encode(
            try HMACSHA256.authenticationCode(for: Array(stringToSign.utf8), key: key)
        )
        if let token, options.contains(.unsignedSessionToken) { added.insert(token, at: 0) }
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
        added.append(("Authorization", authorization))
        return SigV4Signature(
            headers: added,
            signature: signature,
            canonicalRequest: canonical.text,
            stringToSign: stringToSign
        )
    }

    /// The key of one day, one region and one service: a chain of four codes that starts at the secret key.
    private func signingKey(date: String) throws(CryptoError) -> SecretBytes {
        let secret = credentials.secretAccessKey
        var key = SecretBytes(byteCount: secret.count + 4) { output in
            for byte in "AWS4".utf8 { output.append(byte) }
            secret.withBytes { bytes in
                for index in bytes.indices { output.append(bytes[index]) }
            }
        }
        for part in [date, region.name, service, "aws4_request"] {
            key = try HMACSHA256.secretAuthenticationCode(for: part.utf8.span, key: key)
        }
        return key
    }

    private static func check(_ request: SigV4Request) throws(CognitoClientError) {
        let names = Set(request.headers.map { $0.name.lowercased() })
        guard names.contains("host") else { throw failure("a request without Host cannot be signed") }
        let taken: Set = ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]
        guard names.isDisjoint(with: taken) else { throw failure("the request is signed already") }
        guard request.path.hasPrefix("/") else { throw failure("the path does not begin with a slash") }
    }

    private static func failure(_ message: String) -> CognitoClientError {
        CognitoClientError(.signingFailed, message, remedy: .giveUp)
    }
}

extension String {
    fileprivate init(copying bytes: Span<UInt8>) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in bytes.indices { text.append(bytes[index]) }
        self.init(decoding: text, as: UTF8.self)
    }
}
