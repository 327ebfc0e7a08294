/// Work that is done by two tasks at once.
enum TwoTasks {
    /// Does `work` for every element, each of two tasks for every second one.
    ///
    /// - Returns: How long it took, in seconds.
    static func time<Element: Sendable>(
        _ elements: [Element],
        _ work: @escaping @concurrent @Sendable (Element) async throws -> Void
    ) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for half in 0..<2 {
                group.addTask {
                    for index in stride(from: half, to: elements.count, by: 2) { try await work(elements[index]) }
                }
            }
            try await group.waitForAll()
        }
        return (ContinuousClock.now - start).seconds
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
