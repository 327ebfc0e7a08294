/// What to do about an error.
///
/// A set that may grow: treat what is unknown like ``giveUp``.
public struct Remedy: Hashable, Sendable, CustomStringConvertible {
    private let name: String

    /// Change the request: a password that is too short, a wrong code, a name that is taken, credentials that do not fit.
    public static let fixInput = Self(name: "fixInput")
    /// The session is over or was refused for good: begin a new sign-in.
    ///
    /// No other remedy is a reason to drop a session.
    public static let signInAgain = Self(name: "signInAgain")
    /// A limit was reached: come back later, seconds to an hour, and not at once.
    public static let wait = Self(name: "wait")
    /// It may work if tried again: the service or the network had a bad moment.
    public static let retry = Self(name: "retry")
    /// Nobody who calls can help it: the pool's configuration, a certificate, an answer that makes no sense.
    public static let giveUp = Self(name: "giveUp")

    /// The name of the remedy, as it is spelled above.
    public var description: String { name }
}
