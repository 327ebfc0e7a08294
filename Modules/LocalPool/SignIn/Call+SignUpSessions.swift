internal import CognitoWire

/// The session that leads from a sign-up into a sign-in, in clients with the flow `USER_AUTH`.
extension Call {
    /// Begins one.
    func signUpSession(of user: UserRecord, client: AppClientRecord) throws -> Sensitive<String>? {
        guard client.allows(.allowUserAuth) else { return nil }
        let isConfirmed = user.status == .confirmed
        return try startSignUpSession(isConfirmed ? .confirmedSignUp : .unconfirmedSignUp, of: user, client: client)
    }

    /// Goes on with one after the code; it is good for one sign-in then.
    ///
    /// - Throws: ``Refusal`` if it is none of that user's.
    func confirmedSession(
        _ session: Sensitive<String>,
        of user: UserRecord,
        client: AppClientRecord
    ) throws -> Sensitive<String> {
        let waiting = try self.session(session, of: .unconfirmedSignUp, client: client)
        guard waiting.sub == user.sub else { throw Refusal.notAuthorized("Invalid session for the user.") }
        return try spending(waiting) { try startSignUpSession(.confirmedSignUp, of: user, client: client) }
    }

    private func startSignUpSession(
        _ name: ChallengeNameType,
        of user: UserRecord,
        client: AppClientRecord
    ) throws -> Sensitive<String> {
        let progress = SignInProgress(
            sub: user.sub,
            username: user.username,
            flow: .choice,
            isAdministrative: false
        )
        return Sensitive(try startSession(name, ChallengeState(progress), client: client))
    }
}
