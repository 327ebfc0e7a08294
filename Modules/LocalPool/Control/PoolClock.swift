internal import ByteCoding
internal import Synchronization

/// The pool's time of day: the configured clock, moved by an offset, or held at one moment.
final class PoolClock: Sendable {
    private enum State {
        case running(offset: Duration)
        case frozen(at: UnixTime)
    }

    private let base: @Sendable () -> UnixTime
    private let state = Mutex(State.running(offset: .zero))

    init(_ base: @escaping @Sendable () -> UnixTime) {
        self.base = base
    }

    /// The moment that the pool takes for the present one.
    var now: UnixTime {
        setting.now
    }

    /// How far the pool's time is from the configured one.
    var setting: ClockSetting {
        let base = base()
        return switch state.withLock({ $0 }) {
        case .running(let offset): ClockSetting(now: base.adding(offset), offset: offset, isFrozen: false)
        case .frozen(let moment): ClockSetting(now: moment, offset: moment.duration(since: base), isFrozen: true)
        }
    }

    /// Moves the clock.
    ///
    /// - Throws: ``LocalPoolError`` if the pool's time would leave the years that its formats can write.
    func set(_ move: ClockMove) throws(LocalPoolError) {
        let base = base()
        let moment: UnixTime
        switch move.target {
        case .offset(let offset): moment = base.adding(offset)
        case .moment(let wanted): moment = wanted
        }
        guard Self.writable.contains(moment) else {
            throw LocalPoolError(.invalidConfiguration, "the pool's time stays between the years 1970 and 9000")
        }
        state.withLock { state in
            state = move.freezes ? .frozen(at: moment) : .running(offset: moment.duration(since: base))
        }
    }

    /// 1970-01-01 to 9000-01-01: tokens that live for ten years still end in a year of four digits.
    private static let writable = UnixTime(seconds: 0)...UnixTime(seconds: 221_845_392_000)
}
