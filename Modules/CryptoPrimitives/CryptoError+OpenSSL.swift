internal import COpenSSL

extension CryptoError {
    /// The failure of one OpenSSL call; empties the thread's queue of OpenSSL errors, which nobody else reads.
    static func library(_ call: StaticString) -> CryptoError {
        ERR_clear_error()
        return CryptoError(.libraryFailure, "\(call) failed")
    }

    /// Throws unless `result` is the 1 by which OpenSSL says that `call` did its work.
    static func check(_ result: CInt, _ call: StaticString) throws(CryptoError) {
        guard result == 1 else { throw library(call) }
    }
}
