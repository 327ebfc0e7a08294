internal import ByteCoding
internal import CognitoWire
internal import GRDB
internal import HTTPTypes

/// What is noted of a call while it is performed, if somebody listens.
struct CallReport: Sendable {
    let time: UnixTime
    let begin: ContinuousClock.Instant
    let target: String
    let body: [UInt8]

    /// The pool and the client that a request names, as far as the store knows them.
    ///
    /// A token is believed no further than that: this is for onlookers.
    func subject(in db: Database) throws -> (poolID: String?, clientID: String?) {
        let request = try? WireCoder().decode(WireDocument.self, from: body)
        let token = request?["AccessToken"]?.string.flatMap { UnverifiedClaims(token: $0) }
        let named = request?["ClientId"]?.string ?? token?.clientID
        let client = try named.flatMap { try AppClientRecord.fetchOne(db, key: $0) }
        let pool = try request?["UserPoolId"]?.string.flatMap { try UserPoolRecord.exists(db, key: $0) ? $0 : nil }
        return (pool ?? client?.poolID, client?.id)
    }
}

/// The payload of a token that nobody has verified.
private struct UnverifiedClaims {
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
    func publish(_ report: CallReport, _ response: LocalPoolResponse, isInjected: Bool) async {
        let duration = ContinuousClock.now - report.begin
        let operation = WireOperations.targeted(report.target)
        let subject = try? await read { db in try report.subject(in: db) }
        let isSuccess = response.status == .ok
        let error = isSuccess ? nil : try? WireCoder().decode(ServiceErrorBody.self, from: response.body)
        let request = operation.flatMap { ShownJSON.request(report.body, of: $0) }
        let answer = isSuccess ? operation.flatMap { ShownJSON.answer(response.body, of: $0) } : nil
        feed.publish { id in
            PoolEvent(
                id: id,
                time: report.time,
                operation: operation?.name,
                poolID: subject?.poolID,
                clientID: subject?.clientID,
                isSuccess: isSuccess,
                errorCode: error?.code?.rawValue,
                errorMessage: error?.message,
                isInjected: isInjected,
                duration: duration,
                requestID: response.headers[.amznRequestID],
                request: request,
                response: answer
            )
        }
    }
}
