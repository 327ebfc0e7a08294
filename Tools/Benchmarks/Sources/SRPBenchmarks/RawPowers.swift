import BenchmarkSupport
import CRawPowers
import Synchronization

/// OpenSSL alone, doing what the client's half of a sign-in cannot do without; one caller at a time.
@safe final class RawPowers: Sendable {
    private let prepared: Mutex<UnsafeMutablePointer<raw_powers>>

    init() throws {
        guard let made = unsafe raw_powers_prepare() else { throw Failure("OpenSSL does not come up") }
        unsafe prepared = unsafe Mutex(made)
    }

    deinit { unsafe prepared.withLock { unsafe raw_powers_free($0) } }

    /// Does it once.
    func callAsFunction() throws {
        guard unsafe prepared.withLock({ unsafe raw_powers_once($0) }) == 1 else { throw Failure("OpenSSL failed") }
    }
}
