internal import CognitoWire

/// One call as it goes over the wire, its types forgotten.
struct WireRequest: Sendable {
    let name: String
    let target: String
    let service: WireService
    let authentication: WireAuthentication
    let body: [UInt8]
    let isRepeatable: Bool

    /// Whether it acts for a user who signs in or is signed in, rather than for who administers the pool.
    var isUsers: Bool {
        authentication == .none || ["AdminInitiateAuth", "AdminRespondToAuthChallenge"].contains(name)
    }
}
