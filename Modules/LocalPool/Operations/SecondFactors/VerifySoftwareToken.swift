internal import CognitoWire
internal import GRDB

extension VerifySoftwareToken: LocalOperation {
    static func perform(
        _ request: VerifySoftwareTokenRequest,
        in call: Call
    ) throws -> VerifySoftwareTokenResponse {
        switch try FactorOwner(request.accessToken, request.session, in: call) {
        case .bearer(let bearer):
            let user = try call.verifiedApp(
                request.userCode.value,
                secret: bearer.user.factors?.pendingSecret,
                named: request.friendlyDeviceName,
                of: bearer.user
            )
            try user.update(call.db)
            return VerifySoftwareTokenResponse(status: .success)
        case .session(let session, let user, let client):
            let changed = try call.verifiedApp(
                request.userCode.value,
                secret: session.state.appSecret,
                named: request.friendlyDeviceName,
                of: user,
                in: session
            )
            try changed.update(call.db)
            var state = session.state
            state.appSecret = nil
            state.isSetUp = true
            let next = try call.spending(session) { try call.startSession(.mfaSetup, state, client: client) }
            return VerifySoftwareTokenResponse(session: Sensitive(next), status: .success)
        }
    }
}
