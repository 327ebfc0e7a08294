import BenchmarkSupport
import CRawPowers

/// OpenSSL alone, doing what the client's half of a sign-in cannot do without; for one thread.
// SAFETY: the benchmark runs its cases one after another, never two at a time.
@safe final class RawPowers: @unchecked Sendable {
    private let prepared: UnsafeMutablePointer<raw_powers>

    init() throws {
        guard let made = unsafe raw_powers_prepare() else { throw Failure("OpenSSL does not come up") }
        unsafe prepared = made
    }

    deinit { unsafe raw_powers_free(prepared) }

    /// Does it once.
    func callAsFunction() throws {
        guard unsafe raw_powers_once(prepared) == 1 else { throw Failure("OpenSSL failed") }
    }
}
