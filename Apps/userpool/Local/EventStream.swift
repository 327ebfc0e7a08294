import AppSupport

/// Reads server-sent events (HTML Living Standard §9.2.6), of which only the data counts here.
struct EventStream {
    /// More than any event takes.
    private static let greatestEvent = 8 << 20
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var endedWithReturn = false

    /// Takes a piece of the stream.
    ///
    /// - Returns: The data of the events that end in it.
    /// - Throws: ``Problem`` if an event does not end.
    mutating func take(_ piece: [UInt8]) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in piece {
            // CR LF is one end of a line.
            defer { endedWithReturn = byte == Self.carriageReturn }
            switch byte {
            case Self.lineFeed where endedWithReturn: continue
            case Self.lineFeed, Self.carriageReturn:
                if let event = endLine() { events.append(event) }
            default: line.append(byte)
            }
        }
        guard line.count + (data?.count ?? 0) <= Self.greatestEvent else {
            throw Problem(.upstreamError, "the stream of events makes no sense")
        }
        return events
    }

    /// An empty line ends an event; everything else but data is passed over.
    private mutating func endLine() -> [UInt8]? {
        defer { line = [] }
        if line.isEmpty {
            defer { data = nil }
            return data
        }
        guard line.starts(with: "data:".utf8) else { return nil }
        let value = line.dropFirst("data:".utf8.count)
        let text = value.first == UInt8(ascii: " ") ? value.dropFirst() : value
        data = data.map { $0 + [Self.lineFeed] + text } ?? Array(text)
        return nil
    }
}
