/// 4 MiB of zeros in 4 KiB: a deflate stream of one dynamic block is more than a test should spell out, so gzip makes it.
package let gzipBomb: [UInt8] = {
    let script = "head -c 4194304 /dev/zero | gzip -9 | od -An -v -tu1"
    guard let child = try? SpawnedProcess("sh", ["-c", script]) else { return [] }
    return child.waitForEnd().output.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0) }
}()
