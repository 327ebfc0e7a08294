import AppSupport
import UserPoolKit

/// Which factors a user has.
struct FactorsBody: Encodable {
    private let preferred: String?
    private let enabled: [String]
    /// The ways to sign in that the user may choose from; only where they were asked for.
    private let factors: [String]?

    init(_ user: UserProfile) {
        preferred = user.preferredMFAMethod.map(\.shortName)
        enabled = user.mfaMethods.map(\.shortName)
        factors = nil
    }

    init(_ user: UserFactors) {
        preferred = user.preferredMFAMethod.map(\.shortName)
        enabled = user.mfaMethods.map(\.shortName)
        factors = user.firstFactors.map(\.shortName)
    }
}
