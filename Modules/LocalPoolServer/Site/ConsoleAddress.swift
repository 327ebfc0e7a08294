/// The address of the pool for browsers.
enum ConsoleAddress {
    /// The endpoint, with the name `localhost` in place of an IP address of the loopback.
    static func text(endpoint: String) -> String {
        for address in ["http://127.0.0.1", "http://[::1]"] where endpoint.hasPrefix(address) {
            let rest = endpoint.dropFirst(address.count)
            if rest.isEmpty || rest.hasPrefix(":") { return "http://localhost\(rest)" }
        }
        return endpoint
    }
}
