public import ByteCoding

/// What the pool's clock shows, and how it came there.
public struct ClockSetting: Hashable, Sendable {
    /// The moment that the pool takes for the present one.
    public let now: UnixTime
    /// How much later that is than the configured clock says; negative if it is earlier.
    public let offset: Duration
    /// Whether the clock stands still.
    public let isFrozen: Bool
}

/// One turn of the pool's clock.
public struct ClockMove: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        case offset(Duration)
        case moment(UnixTime)
    }

    let target: Target
    let freezes: Bool

    /// Runs as the configured clock does, but that much later; a negative `offset` means earlier.
    public static func running(offset: Duration = .zero) -> ClockMove {
        ClockMove(target: .offset(offset), freezes: false)
    }

    /// Runs on from a moment.
    public static func running(from moment: UnixTime) -> ClockMove {
        ClockMove(target: .moment(moment), freezes: false)
    }

    /// Stands still, that much later than the configured clock is now.
    public static func frozen(offset: Duration) -> ClockMove {
        ClockMove(target: .offset(offset), freezes: true)
    }

    /// Stands still at a moment.
    public static func frozen(at moment: UnixTime) -> ClockMove {
        ClockMove(target: .moment(moment), freezes: true)
    }
}

extension LocalPool {
    /// What the pool's clock shows.
    public var clockSetting: ClockSetting {
        clock.setting
    }

    /// Turns the pool's clock, so that codes, sessions and tokens expire without waiting; what is under way keeps the
    /// moment that it began with.
    ///
    /// - Parameter move: Where to, and whether the clock runs from there.
    /// - Returns: What the clock shows then.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration`` if that is before 1970 or after the
    ///   year 8999.
    @discardableResult
    public func setClock(_ move: ClockMove) throws(LocalPoolError) -> ClockSetting {
        try clock.set(move)
        return clock.setting
    }
}
