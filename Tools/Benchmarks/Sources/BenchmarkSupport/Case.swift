/// Something that is measured, so many times in a row.
package struct Case: Sendable {
    /// What figures and thresholds call it.
    package let id: String
    /// What the table calls it.
    package let title: String
    /// Does it `count` times; for threads too, if it waits for nothing.
    package let body: Body

    /// How it is done.
    package enum Body: Sendable {
        case blocking(@Sendable (_ count: Int) throws -> Void)
        case waiting(@Sendable (_ count: Int) async throws -> Void)
    }

    /// Names what is measured.
    package init(id: String, title: String, body: Body) {
        (self.id, self.title, self.body) = (id, title, body)
    }

    /// Does it, and waits if it waits.
    package func run(_ count: Int) async throws {
        switch body {
        case .blocking(let body): try body(count)
        case .waiting(let body): try await body(count)
        }
    }
}
