internal import CryptoPrimitives

/// What an authenticator signs (W3C Web Authentication §6.1).
package struct AuthenticatorData: Hashable, Sendable {
    /// The bits of its one byte of flags; the two that are reserved are ignored, as the standard asks.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let userPresent = Flags(rawValue: 0x01)
        package static let userVerified = Flags(rawValue: 0x04)
        package static let backupEligible = Flags(rawValue: 0x08)
        package static let backedUp = Flags(rawValue: 0x10)
        package static let attestedCredential = Flags(rawValue: 0x40)
        package static let extensions = Flags(rawValue: 0x80)
    }

    /// A new credential, in a registration (§6.5.1).
    package struct AttestedCredential: Hashable, Sendable {
        package let aaguid: [UInt8]
        package let id: [UInt8]
        package let publicKey: COSEKey
    }

    /// The longest identifier of a credential.
    package static let maximumIDByteCount = 1023

    /// SHA-256 of the relying party's identifier.
    package let relyingPartyHash: [UInt8]
    package let flags: Flags
    package let counter: UInt32
    package let attestedCredential: AttestedCredential?
    /// What the authenticator's extensions say; nobody asked for any, so that nothing depends on them.
    package let extensions: CBORMap?

    /// Reads authenticator data, and nothing after it.
    ///
    /// - Parameter bytes: At most 16 KiB.
    /// - Throws: ``WebAuthnError`` with ``WebAuthnError/Code/malformed``, ``WebAuthnError/Code/tooLarge``,
    ///   ``WebAuthnError/Code/algorithm`` or ``WebAuthnError/Code/invalidKey``.
    package init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard bytes.count <= 16_384 else {
            throw WebAuthnError(.tooLarge, "more than 16384 bytes of authenticator data")
        }
        var rest = bytes[...]
        relyingPartyHash = try Self.take(SHA256.byteCount, from: &rest)
        flags = Flags(rawValue: try Self.take(1, from: &rest).first ?? 0)
        counter = try Self.take(4, from: &rest).reduce(0) { $0 << 8 | UInt32($1) }
        attestedCredential = flags.contains(.attestedCredential) ? try Self.takeCredential(from: &rest) : nil
        extensions = flags.contains(.extensions) ? try Self.takeExtensions(from: &rest) : nil
        guard rest.isEmpty else {
            throw WebAuthnError(.malformed, "authenticator data with bytes after its end")
        }
    }

    private static func takeCredential(from rest: inout ArraySlice<UInt8>) throws(WebAuthnError) -> AttestedCredential {
        let aaguid = try take(16, from: &rest)
        let idByteCount = try take(2, from: &rest).reduce(0) { $0 << 8 | Int($1) }
        guard (1...maximumIDByteCount).contains(idByteCount) else {
            throw WebAuthnError(.malformed, "a credential's identifier has from 1 to \(maximumIDByteCount) bytes")
        }
        let id = try take(idByteCount, from: &rest)
        let (value, byteCount) = try CBORReader().readFirst(rest.span)
        let publicKey = try COSEKey(value, bytes: take(byteCount, from: &rest))
        return AttestedCredential(aaguid: aaguid, id: id, publicKey: publicKey)
    }

    private static func takeExtensions(from rest: inout ArraySlice<UInt8>) throws(WebAuthnError) -> CBORMap {
        let (value, byteCount) = try CBORReader().readFirst(rest.span)
        guard let extensions = value.map else {
            throw WebAuthnError(.malformed, "the extensions of authenticator data are not a map")
        }
        rest = rest.dropFirst(byteCount)
        return extensions
    }

    private static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) throws(WebAuthnError) -> [UInt8] {
        guard rest.count >= count else { throw WebAuthnError(.malformed, "authenticator data that ends too early") }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

extension AuthenticatorData {
    /// Writes what ``init(_:)`` reads, without extensions; for the software authenticator.
    static func encode(
        relyingPartyHash: [UInt8],
        flags: Flags,
        counter: UInt32,
        attestedCredential: AttestedCredential? = nil
    ) -> [UInt8] {
        var bytes = relyingPartyHash
        bytes.append(flags.rawValue)
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
        guard let attestedCredential else { return bytes }
        let idByteCount = UInt16(clamping: attestedCredential.id.count)
        bytes += attestedCredential.aaguid
        bytes += [UInt8(idByteCount >> 8), UInt8(truncatingIfNeeded: idByteCount)]
        return bytes + attestedCredential.id + attestedCredential.publicKey.bytes
    }
}
