import BenchmarkSupport
import ByteCoding
import CRawVerify
import Foundation

/// OpenSSL alone: one prepared context, copied for each verification of the same bytes.
// SAFETY: the prepared context is only read after init.
@safe final class RawVerification: @unchecked Sendable {
    private let prepared: OpaquePointer
    private let message: [UInt8]
    private let signature: [UInt8]

    init(_ fixture: Fixture, token: String) throws {
        let der = [UInt8](fixture.subjectPublicKeyInfo)
        let parts = token.utf8.split(separator: UInt8(ascii: "."))
        guard parts.count == 3, let made = unsafe raw_verify_prepare(der, der.count) else {
            throw Failure("no token or no key")
        }
        unsafe prepared = made
        message = Array(token.utf8.prefix(upTo: parts[1].endIndex))
        signature = try Base64URL.decode(Array(parts[2]).span)
    }

    deinit { unsafe raw_verify_free(prepared) }

    /// One verification.
    func callAsFunction() throws {
        guard unsafe raw_verify(prepared, signature, signature.count, message, message.count) == 1 else {
            throw Failure("the signature is wrong")
        }
    }
}
