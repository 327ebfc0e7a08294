/// How long one request may wait and how much it may bring home.
public struct TransportLimits: Hashable, Sendable {
    /// Longest wait for a connection, name look-up and TLS handshake included.
    public var connectTimeout: Duration
    /// Longest wait for the whole exchange, connecting included.
    public var totalTimeout: Duration
    /// Most bytes of body, counted after decompression.
    public var maximumBodyByteCount: Int
    /// Most bytes of header sections as they came, status lines and interim responses included.
    public var maximumHeaderByteCount: Int
    /// Fewest bytes a second that count as progress.
    public var minimumBytesPerSecond: Int
    /// How long the connection may stay below ``minimumBytesPerSecond``; counted in whole seconds, rounded up.
    public var slowTolerance: Duration

    /// Limits, by default those of ``standard``; values below zero count as zero, and no tolerance is under a second.
    ///
    /// - Parameters:
    ///   - connectTimeout: Longest wait for a connection.
    ///   - totalTimeout: Longest wait for the whole exchange.
    ///   - maximumBodyByteCount: Most bytes of body, after decompression.
    ///   - maximumHeaderByteCount: Most bytes of header sections.
    ///   - minimumBytesPerSecond: Fewest bytes a second that count as progress; 0 for no such limit.
    ///   - slowTolerance: How long it may be slower than that.
    public init(
        connectTimeout: Duration = .seconds(3),
        totalTimeout: Duration = .seconds(30),
        maximumBodyByteCount: Int = 1 << 20,
        maximumHeaderByteCount: Int = 64 << 10,
        minimumBytesPerSecond: Int = 1,
        slowTolerance: Duration = .seconds(10)
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maximumBodyByteCount = maximumBodyByteCount
        self.maximumHeaderByteCount = maximumHeaderByteCount
        self.minimumBytesPerSecond = minimumBytesPerSecond
        self.slowTolerance = slowTolerance
    }

    /// Connect 3 s, total 30 s, body 1 MiB, headers 64 KiB, less than 1 B/s for 10 s.
    public static let standard = TransportLimits()
}
