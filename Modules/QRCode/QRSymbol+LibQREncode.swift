internal import CQREncode

extension QRSymbol {
    /// Encodes bytes in the smallest symbol.
    ///
    /// The library may be called by several threads at once: what it shares among calls stands behind a lock of its own.
    static func encode(
        _ bytes: [UInt8],
        _ errorCorrection: ErrorCorrection
    ) throws(QRCodeError) -> (moduleCount: Int, modules: [Bool]) {
        guard let count = CInt(exactly: bytes.count) else {
            throw QRCodeError(.textTooLong, "\(bytes.count) bytes do not fit into any symbol")
        }
        // SAFETY: the bytes outlive the call, which copies them.
        let made = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe QRcode_encodeData(count, buffer.baseAddress, 0, errorCorrection.level)
        }
        guard let made = unsafe made else { throw QRCodeError(.libraryFailure, "libqrencode made no symbol") }
        defer { unsafe QRcode_free(made) }
        let (width, data) = unsafe (Int(made.pointee.width), made.pointee.data)
        guard (21...177).contains(width), let data = unsafe data else {
            throw QRCodeError(.libraryFailure, "libqrencode made a symbol of \(width) modules a side")
        }
        // SAFETY: the library says that `data` has `width` rows of `width` bytes; they live until `made` is freed.
        let cells = unsafe UnsafeBufferPointer(start: data, count: width * width)
        // The lowest bit is the colour; the others say what the module is for.
        return (width, unsafe cells.map { $0 & 1 == 1 })
    }
}

extension QRSymbol.ErrorCorrection {
    fileprivate var level: QRecLevel {
        switch self {
        case .low: QR_ECLEVEL_L
        case .medium: QR_ECLEVEL_M
        case .quartile: QR_ECLEVEL_Q
        case .high: QR_ECLEVEL_H
        }
    }
}
