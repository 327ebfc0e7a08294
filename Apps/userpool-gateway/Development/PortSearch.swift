import AppSupport

/// Looks for a port: the one that was asked for, or the next one that is free.
struct PortSearch: Sendable {
    /// The first port to try; 0 leaves the choice to the system.
    let first: Int
    /// How many ports are tried.
    var count = 20

    /// Runs `listen` with one port after another until it does not throw ``Problem/Code/portTaken``.
    ///
    /// - Throws: What `listen` throws last.
    func first<Result>(_ listen: (Int) async throws -> Result) async throws -> Result {
        var port = first
        while true {
            do {
                return try await listen(port)
            } catch let problem as Problem where problem.code == .portTaken && port < min(first + count - 1, 65_535) {
                port += 1
            }
        }
    }
}
