internal import COpenSSL

extension RandomBytes {
    /// Fills `output` with `RAND_priv_bytes`.
    static func fillFromSystem(_ output: inout OutputSpan<UInt8>) throws(CryptoError) {
        // SAFETY: the library writes all of the free bytes or reports that it wrote none of use.
        let isFilled = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            guard free.count > 0 else { return true }
            guard let count = CInt(exactly: free.count), unsafe RAND_priv_bytes(free.baseAddress, count) == 1 else {
                return false
            }
            initializedCount = buffer.count
            return true
        }
        guard isFilled else {
            ERR_clear_error()
            throw CryptoError(.randomnessUnavailable, "RAND_priv_bytes failed")
        }
    }
}
