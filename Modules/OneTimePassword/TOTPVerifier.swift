public import ByteCoding
internal import CryptoPrimitives

/// Decides whether a code is right, and lets each be used once (RFC 6238 §5.2).
///
/// A plain value: whoever uses it keeps the number of the last accepted step beside the secret, and writes the new one in
/// the same transaction that it reads the old one in; else two sign-ins at once could use one code.
public struct TOTPVerifier: Sendable {
    /// How many time steps early or late a code may be, for clocks that differ and people who type slowly.
    public static let window: Int64 = 1

    /// What became of a code.
    public enum Verdict: Hashable, Sendable {
        /// The code is right; from now on codes of this step and of earlier ones are refused.
        case accepted(step: Int64)
        /// The code would be right, but it or a later one was used before.
        case alreadyUsed
        /// The code is not that of any step within the window, or no code at all.
        case wrong
    }

    private let totp: TOTP

    /// Checks codes of `totp`.
    public init(_ totp: TOTP) {
        self.totp = totp
    }

    /// Decides about a code.
    ///
    /// The codes of all steps within the window are computed and compared in constant time, whichever of them matches. If
    /// two of them are the same, the later step counts, so that the code is spent all the same.
    ///
    /// - Parameters:
    ///   - code: What somebody sent; refused before any work unless it is as many ASCII digits as a code has.
    ///   - now: The time; before 1970 no code is right.
    ///   - lastAcceptedStep: The step of the last code that was accepted for this secret, `nil` if there was none.
    /// - Returns: The verdict.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/computationFailed``.
    public func verdict(
        on code: String,
        at now: UnixTime,
        lastAcceptedStep: Int64?
    ) throws(OneTimePasswordError) -> Verdict {
        let sent = Array(code.utf8.prefix(totp.digits.rawValue + 1))
        guard sent.count == totp.digits.rawValue, sent.allSatisfy(Self.digits.contains) else { return .wrong }
        var matching: Int64?
        for step in candidates(at: now) {
            let right = try totp.hotp.characters(counter: UInt64(step))
            if ConstantTime.areEqual(sent, right) { matching = step }
        }
        guard let matching else { return .wrong }
        if let lastAcceptedStep, matching <= lastAcceptedStep { return .alreadyUsed }
        return .accepted(step: matching)
    }

    /// Accepts a code or refuses it, for callers to whom all refusals are one.
    ///
    /// - Parameters:
    ///   - code: What somebody sent.
    ///   - now: The time; before 1970 no code is right.
    ///   - lastAcceptedStep: The step of the last code that was accepted for this secret, `nil` if there was none.
    /// - Returns: The step of the code, to be kept as the last accepted one; `nil` if the code is refused.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/computationFailed``.
    public func accept(
        _ code: String,
        at now: UnixTime,
        lastAcceptedStep: Int64?
    ) throws(OneTimePasswordError) -> Int64? {
        guard case .accepted(let step) = try verdict(on: code, at: now, lastAcceptedStep: lastAcceptedStep) else {
            return nil
        }
        return step
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    /// The steps within the window, from early to late; fewer at the ends of time.
    private func candidates(at now: UnixTime) -> [Int64] {
        guard let current = totp.step(at: now) else { return [] }
        return (-Self.window...Self.window).compactMap { offset in
            let (step, hasOverflown) = current.addingReportingOverflow(offset)
            return hasOverflown || step < 0 ? nil : step
        }
    }
}
