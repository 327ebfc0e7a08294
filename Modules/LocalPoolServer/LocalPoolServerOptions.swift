/// Where a server listens and whom it answers.
///
/// Everything has a default: `LocalPoolServerOptions()` listens on 127.0.0.1, port 9229, and answers this machine alone.
public struct LocalPoolServerOptions: Sendable {
    /// The address to listen on: an IP address or a name of this machine.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes one that is free.
    public var port = 9229
    /// Whether ``host`` may be an address that other machines can reach.
    ///
    /// The pool shows the codes of its messages to whoever asks, and takes administrators' calls with any signature.
    /// A server that starts on such an address logs a warning.
    public var allowsOtherMachines = false
    /// Names and addresses that the `Host` field of a request may have besides those of the loopback, without ports.
    ///
    /// `localhost`, names under it, 127.0.0.0/8, `::1` and ``host`` are answered anyway. Requests with another one are
    /// refused with status 403.
    public var allowedHosts: [String] = []
    /// The address that issuers and documents show, without a slash at the end; `nil` makes it of the address that the
    /// server got, which is `http://127.0.0.1:PORT` by default.
    public var endpoint: String?
    /// The version that `/_local/info` shows.
    public var version = "0.1.0"
    /// How long ``LocalPoolServer/stop()`` waits for answers that are under way.
    public var drainTime: Duration = .seconds(10)

    /// The defaults, on a port of choice.
    ///
    /// - Parameter port: The port to listen on; 0 takes one that is free.
    public init(port: Int = 9229) {
        self.port = port
    }
}
