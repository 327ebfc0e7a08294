internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// What is noted of a call while it is performed, if somebody listens.
struct CallReport: Sendable {
    /// The operation, or the path of an OAuth endpoint; `nil` if nobody knows what was asked for.
    let name: String?
    let time: UnixTime
    let begin: ContinuousClock.Instant
    /// What the caller sent, with everything secret hidden.
    let request: String?
    private let poolID: String?
    private let clientID: String?

    /// Notes a call of the services' API.
    init(target: String, body: [UInt8], at time: UnixTime) {
        let operation = WireOperations.targeted(target)
        let document = try? WireCoder().decode(WireDocument.self, from: body)
        name = operation?.name
        request = operation.flatMap { ShownJSON.request(body, of: $0) }
        poolID = document?["UserPoolId"]?.string
        let token = document?["AccessToken"]?.string.flatMap { UnverifiedClaims(token: $0) }
        clientID = document?["ClientId"]?.string ?? token?.clientID
        self.time = time
        begin = .now
    }

    /// Notes a call of an OAuth endpoint or a form of a page.
    init(_ visit: OAuthVisit, at time: UnixTime) {
        name = visit.path.rawValue
        request = ShownJSON.parameters(visit.parameters)
        poolID = visit.poolID
        clientID = visit.clientID
        self.time = time
        begin = .now
    }

    /// The pool and the client that the request names, as far as the store knows them.
    ///
    /// A token is believed no further than that: this is for onlookers.
    fileprivate func subject(in db: Database) throws -> (poolID: String?, clientID: String?) {
        let client = try clientID.flatMap { try AppClientRecord.fetchOne(db, key: $0) }
        let pool = try poolID.flatMap { try UserPoolRecord.exists(db, key: $0) ? $0 : nil }
        return (pool ?? client?.poolID, client?.id)
    }

    /// What came of a call.
    struct Outcome: Sendable {
        /// The code and the text of the error, if there was one.
        var error: (code: String?, message: String?)?
        /// The answer, with everything secret hidden.
        var response: String?
        var requestID: String?
        /// Whether a chaos rule had its hand in it.
        var isInjected = false
    }
}

/// The payload of a token that nobody has verified.
struct UnverifiedClaims {
    let clientID: String?

    init?(token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = try? Base64URL.decode(String(parts[1])),
            let claims = try? WireCoder().decode(WireDocument.self, from: payload)
        else { return nil }
        clientID = claims["client_id"]?.string
    }
}

extension LocalPool {
    /// Tells everybody who listens of a call that is over.
    func publish(_ report: CallReport, _ outcome: CallReport.Outcome) async {
        let duration = ContinuousClock.now - report.begin
        let subject = try? await read { db in try report.subject(in: db) }
        feed.publish { id in
            PoolEvent(
                id: id,
                time: report.time,
                operation: report.name,
                poolID: subject?.poolID,
                clientID: subject?.clientID,
                isSuccess: outcome.error == nil,
                errorCode: outcome.error?.code,
                errorMessage: outcome.error?.message,
                isInjected: outcome.isInjected,
                duration: duration,
                requestID: outcome.requestID,
                request: report.request,
                response: outcome.response
            )
        }
    }
}
