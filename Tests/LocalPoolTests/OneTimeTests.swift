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
}

@Suite("What works once, for a while, or so many times") struct OneTimeTests {
    @Test("proofs", arguments: OneTimeRule.proofs)
    func proofs(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }

    @Test("sessions", arguments: OneTimeRule.sessions)
    func sessions(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }

    @Test("codes of second factors", arguments: OneTimeRule.factorCodes)
    func factorCodes(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }

    @Test("codes that are sent for other ends", arguments: OneTimeRule.codes)
    func codes(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }

    @Test("locks after wrong passwords", arguments: OneTimeRule.locks)
    func locks(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }

    @Test("tokens", arguments: OneTimeRule.tokens)
    func tokens(_ rule: OneTimeRule) async throws {
        try await rule.holds(PoolUnderTest())
    }
}
