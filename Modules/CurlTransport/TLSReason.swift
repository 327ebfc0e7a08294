/// OpenSSL's reason in one of libcurl's error texts: the low 23 bits of the hex number after `error:` (err.h).
func tlsReason(in text: String) -> UInt32? {
    let bytes = Array(text.utf8)
    let marker = Array("error:".utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: marker) }) else { return nil }
    let digits = bytes[(start + marker.count)...].prefix { $0 != UInt8(ascii: ":") }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).map { $0 & 0x7F_FFFF }
}
