/// What the issuers of a pool's tokens look like.
public enum IssuerForm: String, Hashable, Sendable {
    /// The pool's own address and its id, where the key set and the discovery document really are.
    case ownAddress
    /// `https://cognito-idp.REGION.amazonaws.com/POOL`, as the service writes it; the region is what stands before the
    /// first `_` of the pool's id.
    ///
    /// Verifiers that take nothing else must be given the key set from the pool's own address.
    case service

    /// The `iss` of a pool's tokens.
    func issuer(of poolID: String, endpoint: String) -> String {
        switch self {
        case .ownAddress: "\(endpoint)/\(poolID)"
        case .service: "https://cognito-idp.\(poolID.prefix { $0 != "_" }).amazonaws.com/\(poolID)"
        }
    }
}
