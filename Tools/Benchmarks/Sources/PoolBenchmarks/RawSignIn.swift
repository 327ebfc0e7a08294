import ByteCoding
import CRawSignIn
import PoolBenchmarkSupport

/// OpenSSL alone, doing what the server's half of an SRP sign-in cannot do without; for one thread.
@safe final class RawSignIn {
    private let prepared: UnsafeMutablePointer<raw_sign_in>
    private let message = [UInt8](repeating: 0x2e, count: 900)

    init(pkcs8: SecretBytes) throws {
        let key = pkcs8.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        guard let made = unsafe raw_sign_in_prepare(key, key.count) else { throw Failure("the key cannot be used") }
        unsafe prepared = made
    }

    deinit { unsafe raw_sign_in_free(prepared) }

    /// Does it once.
    func callAsFunction() throws {
        guard unsafe raw_sign_in_once(prepared, message, message.count) == 1 else { throw Failure("OpenSSL failed") }
    }
}
