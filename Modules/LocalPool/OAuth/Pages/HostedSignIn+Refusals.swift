internal import CognitoWire

extension HostedSignIn.Step {
    /// The page that shows a refusal: the same form again where another try may help, otherwise that of the first step.
    func page(after refusal: Refusal, of form: OAuthParameters, _ facts: PageFacts) -> SignInPage {
        var page = SignInPage(kind(after: refusal, form["challenge"]), facts, username: form["username"] ?? "")
        if page.kind == .code || page.kind == .appSetup {
            page.challenge = form["challenge"]
            page.session = form["session"]
            page.destination = form["destination"]
            page.appSecret = form["app_secret"]
        }
        if page.kind == .passwordReset || page.kind == .confirmation { page.destination = form["destination"] }
        page.notice = refusal.message
        page.isError = true
        return page
    }

    private func kind(after refusal: Refusal, _ challenge: String?) -> SignInPage.Kind {
        switch (self, refusal.code) {
        case (_, .userNotConfirmed): .confirmation
        case (_, .passwordResetRequired): .forgottenPassword
        case (.answer, .codeMismatch): challenge == ChallengeNameType.mfaSetup.rawValue ? .appSetup : .code
        case (.setUpApp, .enableSoftwareTokenMFA): .appSetup
        case (.signUp, _), (.showSignUp, _): .signUp
        case (.confirm, _), (.resend, _): .confirmation
        case (.forgot, _): .forgottenPassword
        case (.reset, _): .passwordReset
        default: .signIn
        }
    }
}
