internal import ByteCoding
internal import CognitoWire

/// Finds out from an answer that the machine's clock is wrong.
enum ClockSkew {
    /// A correction of less than this is no reason to sign again: the service allows five minutes.
    static let tolerance: Duration = .seconds(240)

    /// The correction to sign with from now on, if the service refused the signature for its time.
    ///
    /// - Parameters:
    ///   - code: The service's code.
    ///   - serverTime: The answer's `Date`.
    ///   - now: The machine's clock.
    ///   - current: The correction that the refused request was signed with.
    /// - Returns: `nil` if the time is not to blame, or if the answer does not say what the time is.
    static func correction(
        code: ServiceErrorCode?,
        serverTime: UnixTime?,
        now: UnixTime,
        current: Duration
    ) -> Duration? {
        guard let code, let serverTime, codes.contains(code.rawValue) else { return nil }
        let correction = serverTime.duration(since: now)
        let change = correction - current
        return change > tolerance || change < .zero - tolerance ? correction : nil
    }

    /// Refusals that a wrong clock can cause; some have other causes too, which the time tells apart.
    static let codes: Set<String> = [
        "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    ]
}
