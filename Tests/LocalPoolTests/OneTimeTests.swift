import ByteCoding
import CognitoWire
import Testing

@testable import LocalPool

/// One rule about what works once, for a while, or so many times.
struct OneTimeRule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let holds: @Sendable (PoolUnderTest) async throws -> Void

    init(_ description: String, _ holds: @escaping @Sendable (PoolUnderTest) async throws -> Void) {
        (testDescription, self.holds) = (description, holds)
    }

    static let all = proofs + sessions + factorCodes + codes + locks + tokens
}

@Suite("What works once, for a while, or so many times") struct OneTimeTests {
    @Test("is kept", arguments: OneTimeRule.all)
    func holds(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }
}
