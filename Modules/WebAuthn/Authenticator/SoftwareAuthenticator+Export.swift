public import ByteCoding
public import CryptoPrimitives

extension SoftwareAuthenticator {
    /// Writes all passkeys with their keys.
    ///
    /// The form is this room's own: a CBOR map that tells who they are for, then the keys in PKCS#8, one after the other.
    ///
    /// - Returns: What ``init(exported:randomness:)`` reads; a secret.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/cryptography``.
    public func exported() throws(WebAuthnError) -> SecretBytes {
        var keys: [SecretBytes] = []
        for passkey in passkeys {
            keys.append(try WebAuthnError.wrapping { () throws(CryptoError) in try passkey.key.pkcs8() })
        }
        let head = head(keyByteCounts: keys.map(\.count))
        return SecretBytes(byteCount: keys.reduce(head.count) { $0 + $1.count }) { output in
            for byte in head { output.append(byte) }
            for key in keys {
                key.withBytes { bytes in for index in bytes.indices { output.append(bytes[index]) } }
            }
        }
    }

    /// Reads what ``exported()`` wrote.
    ///
    /// - Parameters:
    ///   - exported: The bytes.
    ///   - randomness: Where identifiers of new credentials come from.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/invalidKey`` or ``WebAuthnError/Code/invalidOptions``.
    public init(exported: SecretBytes, randomness: RandomBytes = .system) throws(WebAuthnError) {
        let (head, headByteCount, keys) = try exported.withBytes { (bytes) throws(WebAuthnError) in
            let reader = CBORReader(maximumByteCount: 16_777_216, maximumItemCount: 200_000)
            let (value, byteCount) = try reader.readFirst(bytes)
            return (value, byteCount, SecretBytes(copying: bytes.extracting(byteCount...)))
        }
        guard let map = head.map, map[1]?.int == 1, let aaguid = map[2]?.bytes, let verifies = map[3],
            let list = map[5]?.array,
            let synchronized = map[4]
        else { throw Self.foreign }
        try self.init(aaguid: aaguid, randomness: randomness)
        verifiesUser = verifies == .bool(true)
        isSynchronized = synchronized == .bool(true)
        var offset = 0
        var byteCounts: [Int] = []
        for value in list {
            let (held, byteCount) = try Self.held(value)
            passkeys.append(Passkey(held: held, key: try Self.key(in: keys, at: offset, byteCount: byteCount)))
            offset += byteCount
            byteCounts.append(byteCount)
        }
        // What was read is all that stood there: no member of another type, and none besides.
        let written = self.head(keyByteCounts: byteCounts)
        let isWhole = exported.withBytes { bytes in
            written.count == headByteCount && written.indices.allSatisfy { written[$0] == bytes[$0] }
        }
        guard offset == keys.count, isWhole else { throw Self.foreign }
    }

    private func head(keyByteCounts: [Int]) -> [UInt8] {
        let list = zip(passkeys, keyByteCounts).map { passkey, byteCount in
            let held = passkey.held
            return CBORValue.map(
                CBORMap([
                    .int(1): .bytes(held.id),
                    .int(2): .text(held.relyingPartyID),
                    .int(3): .bytes(held.user.handle),
                    .int(4): .text(held.user.name),
                    .int(5): .text(held.user.displayName),
                    .int(6): .int(Int64(held.counter)),
                    .int(7): .int(Int64(byteCount)),
                ])
            )
        }
        let map = CBORMap([
            .int(1): .int(1),
            .int(2): .bytes(aaguid),
            .int(3): .bool(verifiesUser),
            .int(4): .bool(isSynchronized),
            .int(5): .array(list),
        ])
        return CBORValue.map(map).encoded
    }

    /// One passkey without its key, and how many bytes the key has.
    private static func held(_ value: CBORValue) throws(WebAuthnError) -> (HeldCredential, keyByteCount: Int) {
        guard let map = value.map, let id = map[1]?.bytes,
            (1...AuthenticatorData.maximumIDByteCount).contains(id.count),
            let relyingPartyID = map[2]?.text, let handle = map[3]?.bytes, let name = map[4]?.text,
            let displayName = map[5]?.text, let counter = map[6]?.int.flatMap({ UInt32(exactly: $0) }),
            let byteCount = map[7]?.int.flatMap({ Int(exactly: $0) }), (1...4096).contains(byteCount)
        else { throw foreign }
        let user = try PasskeyUser(handle: handle, name: name, displayName: displayName)
        return (HeldCredential(id: id, relyingPartyID: relyingPartyID, user: user, counter: counter), byteCount)
    }

    private static func key(
        in keys: SecretBytes,
        at offset: Int,
        byteCount: Int
    ) throws(WebAuthnError) -> P256PrivateKey {
        guard byteCount <= keys.count - offset else { throw foreign }
        let pkcs8 = keys.withBytes { SecretBytes(copying: $0.extracting(offset..<(offset + byteCount))) }
        return try WebAuthnError.wrapping(.invalidKey) { () throws(CryptoError) in try P256PrivateKey(pkcs8: pkcs8) }
    }

    private static let foreign = WebAuthnError(.malformed, "not what a software authenticator exported")
}
