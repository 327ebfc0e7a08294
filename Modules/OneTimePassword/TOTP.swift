public import ByteCoding

/// One-time passwords that go by the clock (RFC 6238), with SHA-1 as user pools have it.
///
/// ``TOTPVerifier`` is the other side: it decides whether a code that somebody sent is right.
public struct TOTP: Sendable {
    /// The lengths that a time step may have, in seconds.
    public static let periods = 1...3600

    /// The length of a time step of user pools, in seconds.
    public static let usualPeriod = 30

    /// The length of a time step, in seconds.
    public let period: Int

    let hotp: HOTP

    /// The secret of both sides.
    public var secret: OneTimePasswordSecret { hotp.secret }

    /// How long a code is.
    public var digits: HOTP.Digits { hotp.digits }

    /// Makes codes that change every 30 seconds.
    public init(_ secret: OneTimePasswordSecret, digits: HOTP.Digits = .six) {
        hotp = HOTP(secret, digits: digits)
        period = Self.usualPeriod
    }

    /// Makes codes that change every `period` seconds.
    ///
    /// - Parameters:
    ///   - secret: The secret of both sides.
    ///   - digits: How long a code is.
    ///   - period: The length of a time step in seconds, one of ``periods``.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/invalidPeriod``.
    public init(
        _ secret: OneTimePasswordSecret,
        digits: HOTP.Digits = .six,
        period: Int
    ) throws(OneTimePasswordError) {
        guard Self.periods.contains(period) else {
            throw OneTimePasswordError(.invalidPeriod, "a time step lasts \(Self.periods) seconds, not \(period)")
        }
        hotp = HOTP(secret, digits: digits)
        self.period = period
    }

    /// The number of the time step that `time` lies in, counted from 1970 (RFC 6238 §4.2); `nil` before that.
    public func step(at time: UnixTime) -> Int64? {
        time.seconds < 0 ? nil : time.seconds / Int64(period)
    }

    /// Computes the code of the time step that `time` lies in.
    ///
    /// - Parameter time: Any moment from 1970 on.
    /// - Returns: ASCII digits, leading zeros included; good for one sign-in, so it belongs into no log.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/timeOutOfRange`` before 1970, or
    ///   ``OneTimePasswordError/Code/computationFailed``.
    public func code(at time: UnixTime) throws(OneTimePasswordError) -> String {
        guard let step = step(at: time) else {
            throw OneTimePasswordError(.timeOutOfRange, "there are no codes for times before 1970")
        }
        return try hotp.code(counter: UInt64(step))
    }

    /// After how many seconds the code that is shown at `time` changes, from 1 to ``period``; part of a second counts
    /// as a whole one.
    public func secondsLeft(at time: UnixTime) -> Int {
        let gone = Int(time.seconds % Int64(period))
        return gone < 0 ? -gone : period - gone
    }
}
