internal import ByteCoding
internal import CognitoJWTSigning
internal import CryptoPrimitives

/// A certificate of a pool's key by the key itself (RFC 5280 §4.1), valid for ten years.
struct SelfSignedCertificate {
    /// The certificate in DER.
    let encoded: [UInt8]

    /// Signs one.
    ///
    /// - Parameters:
    ///   - key: The key that it is about.
    ///   - name: The common name of subject and issuer.
    ///   - start: When it begins to be valid.
    /// - Throws: What the cryptographic library throws.
    init(of key: SigningKey, name: String, from start: UnixTime) throws {
        let publicKey = try key.publicKey.subjectPublicKeyInfo()
        let serial = try Array(SHA256.digest(of: publicKey).prefix(8))
        let subject = DER.sequence(DER.set(DER.sequence(DER.commonName, DER.utf8(name))))
        let end = start.adding(.seconds(10 * 365 * 86_400))
        let contents = DER.sequence(
            DER.explicit(0, DER.integer([2])),
            DER.integer([UInt8(0)] + serial),
            DER.signatureAlgorithm,
            subject,
            DER.sequence(DER.time(start), DER.time(end)),
            subject,
            publicKey
        )
        let signature = try RSAPrivateKey(pkcs8: key.pkcs8()).signature(for: contents)
        encoded = DER.sequence(contents, DER.signatureAlgorithm, DER.bits(signature))
    }
}

/// As much of the distinguished encoding rules as one certificate needs (ITU-T X.690).
private enum DER {
    /// `sha256WithRSAEncryption` (RFC 8017 appendix A.2.4).
    static let signatureAlgorithm = sequence(
        tagged(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]),
        tagged(0x05, [])
    )
    /// `id-at-commonName` (RFC 5280 appendix A.1).
    static let commonName = tagged(0x06, [0x55, 0x04, 0x03])

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { tagged(0x30, parts.flatMap(\.self)) }
    static func set(_ part: [UInt8]) -> [UInt8] { tagged(0x31, part) }
    static func explicit(_ number: UInt8, _ part: [UInt8]) -> [UInt8] { tagged(0xa0 | number, part) }
    static func utf8(_ text: String) -> [UInt8] { tagged(0x0c, Array(text.utf8)) }
    static func bits(_ bytes: [UInt8]) -> [UInt8] { tagged(0x03, [0] + bytes) }

    /// A number that is not negative, in as few bytes as it needs.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let significant = Array(bytes.drop { $0 == 0 })
        return tagged(0x02, (significant.first ?? 0x80) & 0x80 == 0 ? significant : [0] + significant)
    }

    /// `GeneralizedTime` in UTC from 2050 on, `UTCTime` before (RFC 5280 §4.1.2.5).
    static func time(_ time: UnixTime) -> [UInt8] {
        // From 1970 to 9999, as the form has no other years.
        let seconds = min(max(time.seconds, 0), 253_402_300_799)
        let (year, month, day) = date(ofDay: seconds / 86_400)
        let rest = [month, day, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(twoDigits).joined()
        let century = year < 2050 ? "" : twoDigits(year / 100)
        let text = century + twoDigits(year % 100) + rest + "Z"
        return tagged(year < 2050 ? 0x17 : 0x18, Array(text.utf8))
    }

    /// The date of a day counted from 1970, in the Gregorian calendar: years begin in March, so that the leap day is last.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let day = day + 719_468
        let (era, dayOfEra) = day.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let year = 400 * era + yearOfEra + (month < 10 ? 0 : 1)
        return (year, month < 10 ? month + 3 : month - 9, dayOfMonth)
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func tagged(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
        guard contents.count > 0x7f else { return [tag, UInt8(truncatingIfNeeded: contents.count)] + contents }
        let bytes = (0..<4).reversed().map { UInt8(truncatingIfNeeded: contents.count >> (8 * $0)) }.drop { $0 == 0 }
        return [tag, 0x80 | UInt8(truncatingIfNeeded: bytes.count)] + bytes + contents
    }
}
