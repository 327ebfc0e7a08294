extension CBORValue {
    /// The value in the canonical form of CTAP2, as ``CBORReader`` reads it; the caller sees to it that no key is there twice.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    private func write(to output: inout [UInt8]) {
        switch self {
        case .unsigned(let value): Self.writeHead(kind: 0, value, to: &output)
        case .negative(let value): Self.writeHead(kind: 1, value, to: &output)
        case .bytes(let bytes):
            Self.writeHead(kind: 2, UInt64(bytes.count), to: &output)
            output += bytes
        case .text(let text):
            Self.writeHead(kind: 3, UInt64(text.utf8.count), to: &output)
            output += text.utf8
        case .array(let elements):
            Self.writeHead(kind: 4, UInt64(elements.count), to: &output)
            for element in elements { element.write(to: &output) }
        case .map(let map):
            Self.writeHead(kind: 5, UInt64(map.members.count), to: &output)
            let members = map.members.map { (key: $0.key.encoded, value: $0.value) }
            for member in members.sorted(by: { Self.isBefore($0.key, $1.key) }) {
                output += member.key
                member.value.write(to: &output)
            }
        case .bool(let flag): output.append(flag ? 0xf5 : 0xf4)
        case .null: output.append(0xf6)
        }
    }

    private static func writeHead(kind: UInt8, _ argument: UInt64, to output: inout [UInt8]) {
        let byteCount =
            argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
        let short = byteCount == 0 ? UInt8(truncatingIfNeeded: argument) : 24 + UInt8(byteCount.trailingZeroBitCount)
        output.append(kind << 5 | short)
        for index in (0..<byteCount).reversed() {
            output.append(UInt8(truncatingIfNeeded: argument >> UInt64(index * 8)))
        }
    }

    private static func isBefore(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard let firstHead = first.first, let secondHead = second.first else { return first.count < second.count }
        guard firstHead >> 5 == secondHead >> 5 else { return firstHead < secondHead }
        return first.count == second.count ? first.lexicographicallyPrecedes(second) : first.count < second.count
    }
}
