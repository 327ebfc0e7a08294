internal import ByteCoding
internal import COpenSSL

/// Sole owner of one `EVP_PKEY`, freed when the last key that uses it goes.
// SAFETY: never changed after init; the library counts references and guards its own caches with locks.
@safe final class KeyHandle: @unchecked Sendable {
    private let raw: OpaquePointer

    private init(owning raw: OpaquePointer) {
        unsafe self.raw = raw
    }

    deinit { unsafe EVP_PKEY_free(raw) }

    /// Makes an RSA key of big-endian numbers, laid end to end: n, e, and for a private key also d, p, q, dp, dq, qi.
    static func rsa(numbers: Span<UInt8>, byteCounts: [Int]) throws(CryptoError) -> KeyHandle {
        guard byteCounts.allSatisfy({ $0 >= 0 }), byteCounts.reduce(0, +) == numbers.count else {
            throw CryptoError(.invalidKey, "numbers of an RSA key that do not add up")
        }
        // SAFETY: the sizes add up to the length of the numbers, which the library copies.
        let made = unsafe numbers.withUnsafeBufferPointer { numbers in
            unsafe byteCounts.withUnsafeBufferPointer { counts in
                unsafe shim_rsa_key(numbers.baseAddress, counts.baseAddress, counts.count)
            }
        }
        return try unsafe adopt(made, or: "the numbers are not an RSA key")
    }

    /// Makes a P-256 public key of an uncompressed point.
    static func p256(point: Span<UInt8>) throws(CryptoError) -> KeyHandle {
        // SAFETY: the library copies the bytes.
        let made = unsafe point.withUnsafeBufferPointer { unsafe shim_p256_key($0.baseAddress, $0.count) }
        return try unsafe adopt(made, or: "not a point of P-256")
    }

    static func generateRSA(bitCount: Int) throws(CryptoError) -> KeyHandle {
        guard let made = unsafe shim_rsa_generate(bitCount) else { throw .library("EVP_RSA_gen") }
        return unsafe KeyHandle(owning: made)
    }

    static func generateP256() throws(CryptoError) -> KeyHandle {
        guard let made = unsafe shim_p256_generate() else { throw .library("EVP_EC_gen") }
        return unsafe KeyHandle(owning: made)
    }

    /// Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER, and nothing after it.
    init(subjectPublicKeyInfo der: Span<UInt8>) throws(CryptoError) {
        // SAFETY: the library reads at most `count` bytes and copies what it keeps.
        let made = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var next = buffer.baseAddress
            guard let key = unsafe d2i_PUBKEY(nil, &next, buffer.count) else { return nil }
            guard unsafe buffer.baseAddress.map({ unsafe $0 + buffer.count }) == next else {
                unsafe EVP_PKEY_free(key)
                return nil
            }
            return unsafe key
        }
        guard let made = unsafe made else {
            ERR_clear_error()
            throw CryptoError(.invalidKey, "not one SubjectPublicKeyInfo in DER")
        }
        unsafe raw = made
    }

    /// Reads an unencrypted PKCS#8 private key (RFC 5208) in DER, and nothing after it; the key must be sound.
    init(pkcs8 der: Span<UInt8>) throws(CryptoError) {
        // SAFETY: the library reads at most `count` bytes and copies what it keeps.
        let made = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var next = buffer.baseAddress
            guard let info = unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &next, buffer.count) else { return nil }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
            guard unsafe buffer.baseAddress.map({ unsafe $0 + buffer.count }) == next else { return nil }
            return unsafe EVP_PKCS82PKEY(info)
        }
        guard let made = unsafe made else {
            ERR_clear_error()
            throw CryptoError(.invalidKey, "not one PKCS#8 private key in DER")
        }
        unsafe raw = made
    }

    var isRSA: Bool { unsafe EVP_PKEY_get_base_id(raw) == EVP_PKEY_RSA }

    var isP256: Bool { unsafe shim_is_p256(raw) == 1 }

    /// Throws unless the parts of the private key belong together; takes tens of milliseconds for RSA.
    func checkPrivateKey() throws(CryptoError) {
        let context = try KeyContext(key: self)
        guard context.isSound() else { throw CryptoError(.invalidKey, "the parts of the key do not belong together") }
    }

    /// A number of the key by the library's name for it, big-endian, without leading zeros.
    func publicNumber(_ name: String) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(raw, name, &number) == 1 else { throw .library("EVP_PKEY_get_bn_param") }
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int((unsafe BN_num_bits(number) + 7) / 8))
        // SAFETY: the array has the size that the library asks for.
        _ = unsafe bytes.withUnsafeMutableBufferPointer { unsafe BN_bn2bin(number, $0.baseAddress) }
        return bytes
    }

    /// The uncompressed point of an elliptic-curve key, 65 bytes for P-256.
    func publicPoint() throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: P256PublicKey.pointByteCount)
        var written = 0
        // SAFETY: the library is told how many bytes there are.
        let result = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe shim_p256_point(raw, $0.baseAddress, $0.count, &written)
        }
        guard result == 1, written == bytes.count else { throw .library("EVP_PKEY_get_octet_string_param") }
        return bytes
    }

    func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] {
        let byteCount = Int(unsafe i2d_PUBKEY(raw, nil))
        guard byteCount > 0 else { throw .library("i2d_PUBKEY") }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        // SAFETY: the array has the size that the library asked for.
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe i2d_PUBKEY(raw, &next)
        }
        guard Int(written) == byteCount else { throw .library("i2d_PUBKEY") }
        return bytes
    }

    func pkcs8() throws(CryptoError) -> SecretBytes {
        guard let info = unsafe EVP_PKEY2PKCS8(raw) else { throw .library("EVP_PKEY2PKCS8") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
        let byteCount = Int(unsafe i2d_PKCS8_PRIV_KEY_INFO(info, nil))
        guard byteCount > 0 else { throw .library("i2d_PKCS8_PRIV_KEY_INFO") }
        return try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            // SAFETY: the memory has the size that the library asked for.
            let written = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
                var next = buffer.baseAddress
                initializedCount = Int(unsafe i2d_PKCS8_PRIV_KEY_INFO(info, &next))
                return initializedCount
            }
            guard written == byteCount else { throw .library("i2d_PKCS8_PRIV_KEY_INFO") }
        }
    }

    /// Lends the handle for the length of one call, which may not change the key.
    @unsafe func withUnsafeHandle<Result, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(raw)
    }

    private static func adopt(_ made: OpaquePointer?, or message: String) throws(CryptoError) -> KeyHandle {
        guard let made = unsafe made else {
            ERR_clear_error()
            throw CryptoError(.invalidKey, message)
        }
        return unsafe KeyHandle(owning: made)
    }
}

/// Sole owner of one `EVP_PKEY_CTX`.
@safe private struct KeyContext: ~Copyable {
    private let raw: OpaquePointer

    init(key: KeyHandle) throws(CryptoError) {
        let made = unsafe key.withUnsafeHandle { unsafe EVP_PKEY_CTX_new_from_pkey(nil, $0, nil) }
        guard let made = unsafe made else { throw .library("EVP_PKEY_CTX_new_from_pkey") }
        unsafe raw = made
    }

    deinit { unsafe EVP_PKEY_CTX_free(raw) }

    borrowing func isSound() -> Bool {
        defer { ERR_clear_error() }
        return unsafe EVP_PKEY_check(raw) == 1
    }
}
