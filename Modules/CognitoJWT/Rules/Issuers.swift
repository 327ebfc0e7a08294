/// Which `iss` texts belong to one user pool; tokens with any other, even with one byte of difference, are refused.
public struct Issuers: Hashable, Sendable {
    /// The two shapes in which the service writes an issuer (`IssuerConfiguration.Type` of the API).
    public enum Form: String, Hashable, Sendable, CaseIterable {
        /// `https://cognito-idp.REGION.amazonaws.com/POOL`: what every pool has unless it was switched over.
        case original = "ORIGINAL"
        /// `https://issuer-cognito-idp.REGION.amazonaws.com/POOL`.
        case updated = "UPDATED"
    }

    enum Kind: Hashable {
        case service(Set<Form>, replicaRegions: [String])
        case custom(String)
    }

    let kind: Kind

    /// The shape that pools have unless they were switched over, in the pool's own region.
    public static let original = service([.original])

    /// Issuers of the service.
    ///
    /// - Parameters:
    ///   - forms: One shape or both; both while a pool is being switched over.
    ///   - replicaRegions: Other regions that the pool is replicated to, such as `us-west-2`. Tokens that a replica
    ///     issues name its region in the ORIGINAL shape, while the pool's id keeps the region of the first.
    /// - Returns: The issuers; whether they make sense is checked when a verifier is made.
    public static func service(_ forms: Set<Form>, replicaRegions: [String] = []) -> Issuers {
        Issuers(kind: .service(forms, replicaRegions: replicaRegions))
    }

    /// The one issuer of a pool that is not the service's, such as a local pool; never meant for production.
    ///
    /// - Parameter issuer: What `iss` says, such as `http://127.0.0.1:9229/local_abc`; the keys are fetched from
    ///   `/.well-known/jwks.json` below it.
    /// - Returns: The issuer; whether it makes sense is checked when a verifier is made.
    public static func custom(_ issuer: String) -> Issuers {
        Issuers(kind: .custom(issuer))
    }
}
