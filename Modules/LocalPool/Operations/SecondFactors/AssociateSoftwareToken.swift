internal import CognitoWire
internal import GRDB

extension AssociateSoftwareToken: LocalOperation {
    /// Hands out a secret: to whoever is signed in, or within a sign-in that asks for a second factor to be set up.
    static func perform(
        _ request: AssociateSoftwareTokenRequest,
        in call: Call
    ) throws -> AssociateSoftwareTokenResponse {
        switch try FactorOwner(request.accessToken, request.session, in: call) {
        case .bearer(let bearer):
            let secret = try call.makeAppSecret(in: bearer.pool)
            var user = bearer.user
            var factors = user.factors ?? SecondFactors()
            factors.pendingSecret = secret
            user.factors = factors
            try user.update(call.db)
            return AssociateSoftwareTokenResponse(secretCode: Sensitive(secret))
        case .session(let session, _, let client):
            let secret = try call.makeAppSecret(in: call.pool(client.poolID))
            var state = session.state
            state.appSecret = secret
            let next = try call.spending(session) { try call.startSession(.mfaSetup, state, client: client) }
            return AssociateSoftwareTokenResponse(secretCode: Sensitive(secret), session: Sensitive(next))
        }
    }
}
