import AppSupport
import ByteCoding
import CognitoClient
import Logging
import UserPoolKit

/// What every route works with: the pool behind the gateway and the rules of the house, in one value.
///
/// The gateway keeps no state of its own: what a sign-in needs to go on is sealed and handed to the caller, so that any
/// number of copies with the same sealing keys may stand behind a load balancer.
struct Gateway: Sendable {
    /// The pool that is called.
    let pool: UserPool
    /// How a sign-in begins.
    let flow: SignInFlow
    /// Seals what callers keep: the state of sign-ins that wait for an answer, and devices.
    let sealer: Sealer
    /// Verifies tokens.
    let checker: TokenChecker
    /// The rules for requests.
    let rules: RequestRules
    /// Where lines about requests go.
    let logger: Logger
    /// The time of day.
    var clock: @Sendable () -> UnixTime = Surroundings.system.now
    /// Whether requests should be sent here.
    let readiness = Readiness()
}

/// What a request may be, and what its answer may tell.
struct RequestRules: Hashable, Sendable {
    /// Whether every answer to strangers is the same for a user who does not exist as for one who does.
    var hidesUserExistence = true
    /// Whether the methods of the Node package are there.
    var offersRPC = true
    /// The longest body.
    var maximumBodyByteCount = 65_536
    /// The longest target of a request line, in bytes.
    var maximumTargetByteCount = 8_192
    /// The longest header section, names and values together.
    var maximumHeaderByteCount = 16_384
    /// The most header fields.
    var maximumHeaderCount = 100
    /// The time for a whole request, from its header to the answer.
    var timeout: Duration = .seconds(15)
    /// How long a connection may wait for a header section to be complete, or for its next request.
    var idleTimeout: Duration = .seconds(10)
}
