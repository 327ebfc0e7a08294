internal import CognitoWire

/// Second factors that a pool insists on and a user has not set up yet.
extension HostedSignIn {
    /// The page that sets one up: an authenticator app where the pool has them, otherwise codes by e-mail.
    ///
    /// - Throws: ``Refusal`` if the pool has neither, so that nobody can help but an administrator.
    func setUpPage(_ name: String, session: String?, _ offered: [String]) throws -> SignInPage {
        var page = SignInPage(.emailSetup, facts, username: name)
        page.challenge = ChallengeNameType.mfaSetup.rawValue
        page.session = session
        if offered.contains(ChallengeNameType.softwareTokenMFA.rawValue) {
            let response = try AssociateSoftwareToken.perform(
                AssociateSoftwareTokenRequest(session: session.map { Sensitive($0) }),
                in: call
            )
            page.kind = .appSetup
            page.appSecret = response.secretCode?.value
            page.session = response.session?.value
        } else if !offered.contains(ChallengeNameType.emailOTP.rawValue) {
            throw Refusal.invalidParameter("The pool asks for a second factor that only an administrator can set up.")
        }
        return page
    }

    /// Takes the first code of an authenticator app, and goes on with the sign-in.
    func setUpApp() throws -> SignInStep {
        let response = try VerifySoftwareToken.perform(
            VerifySoftwareTokenRequest(
                userCode: Sensitive(try required("code", "code")),
                session: form["session"].map { Sensitive($0) }
            ),
            in: call
        )
        var sent = ["USERNAME": username]
        sent["SECRET_HASH"] = try secretHash(of: username)
        return try resume(.mfaSetup, sent, session: response.session?.value)
    }
}
