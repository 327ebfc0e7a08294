internal import CognitoWire
internal import GRDB

/// Who sets up an authenticator app: somebody who is signed in, or somebody who signs in and has to.
enum FactorOwner {
    case bearer(Call.Bearer)
    case session(SessionRecord, UserRecord, AppClientRecord)

    /// Finds out, by the one of the two that was sent.
    ///
    /// - Throws: ``Refusal`` if none or both were sent, or what was sent is not valid.
    init(_ accessToken: Sensitive<String>?, _ session: Sensitive<String>?, in call: Call) throws {
        switch (accessToken, session) {
        case (let accessToken?, nil):
            self = .bearer(try call.bearer(of: accessToken))
        case (nil, let text?):
            let (session, client) = try call.session(text, of: .mfaSetup)
            guard let user = try session.sub.flatMap({ try UserRecord.fetchOne(call.db, key: $0) }) else {
                throw Refusal.notAuthorized("Invalid session for the user.")
            }
            self = .session(session, user, client)
        default:
            throw Refusal.invalidParameter("Exactly one of AccessToken and Session is required")
        }
    }
}
