internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire

/// One form of the sign-in page, sent and being worked on: what it says goes through the same operations and the same
/// sign-in as an application's calls.
struct HostedSignIn {
    let call: Call
    let authorization: Authorization
    let form: OAuthParameters

    var client: AppClientRecord { authorization.client }
    var pool: UserPoolRecord { authorization.pool }
    var facts: PageFacts { PageFacts(authorization) }

    /// What comes of a form.
    enum Outcome {
        case page(SignInPage)
        case signedIn(UserRecord)
    }

    /// Does what the form asks for.
    ///
    /// - Throws: ``Refusal`` as the operations and the sign-in do; ``OAuthRefusal`` if it is none of the page's forms.
    func perform() throws -> Outcome {
        switch form["step"].flatMap(Step.init) {
        case .begin: try outcome(of: begin())
        case .answer: try outcome(of: answer())
        case .choosePassword: .page(passwordPage())
        case .showSignUp: .page(try openSignUp())
        case .signUp: .page(try signUp())
        case .confirm: .page(try confirm())
        case .resend: .page(try resend())
        case .showForgottenPassword: .page(SignInPage(.forgottenPassword, facts, username: username))
        case .forgot: .page(try forgot())
        case .reset: .page(try reset())
        case .setUpApp: try outcome(of: setUpApp())
        case nil: throw OAuthRefusal(.invalidRequest, "This is none of the page's forms.")
        }
    }

    /// What a form asks for.
    enum Step: String {
        case begin, answer, choosePassword, showSignUp, signUp, confirm, resend, showForgottenPassword, forgot, reset
        case setUpApp
    }

    /// The username as it was typed, or as the page carried it along.
    var username: String { form["username"] ?? "" }

    /// The `SECRET_HASH` of that name, for clients with a secret: the page is the pool's own and knows it.
    func secretHash(of name: String) throws -> String? {
        guard let secret = client.secret else { return nil }
        return try SecretHash.make(username: name, clientID: client.id, clientSecret: SecretBytes(utf8: secret))
    }

    /// A field that the form must have.
    ///
    /// - Throws: ``Refusal`` that says which one is empty.
    func required(_ name: String, _ what: String) throws -> String {
        guard let value = form[name] else { throw Refusal.invalidParameter("Please fill in: \(what).") }
        return value
    }

    /// The attributes that the form gives values to.
    var attributes: [AttributeType]? {
        let names = facts.signUpAttributes + pool.schema.missing(in: [:])
        var known: Set<String> = []
        let values = names.filter { known.insert($0).inserted }.compactMap { name in
            form["attribute.\(name)"].map { AttributeType(name: name, value: Sensitive($0)) }
        }
        return values.isEmpty ? nil : values
    }

    private func begin() throws -> SignInStep {
        let name = try required("username", facts.usernameLabels.joined(separator: " or "))
        var sent = ["USERNAME": name]
        sent["SECRET_HASH"] = try secretHash(of: name)
        let asksUsernameFirst = facts.asksUsernameFirst
        if !asksUsernameFirst { sent["PASSWORD"] = try required("password", "password") }
        let request = SignInRequest(
            flow: asksUsernameFirst ? .userAuth : .userPasswordAuth,
            sent: SentParameters(Sensitive(sent)),
            session: nil,
            metadata: [:],
            isAdministrative: false,
            isHosted: true
        )
        return try SignIn.begin(request, client: client, in: call)
    }

    private func answer() throws -> SignInStep {
        let challenge = ChallengeNameType(rawValue: try required("challenge", "challenge"))
        var sent = ["USERNAME": username]
        sent["SECRET_HASH"] = try secretHash(of: username)
        switch challenge {
        case .smsMFA: sent["SMS_MFA_CODE"] = try required("code", "code")
        case .emailOTP: sent["EMAIL_OTP_CODE"] = try required("code", "code")
        case .smsOTP: sent["SMS_OTP_CODE"] = try required("code", "code")
        case .softwareTokenMFA: sent["SOFTWARE_TOKEN_MFA_CODE"] = try required("code", "code")
        case .newPasswordRequired:
            sent["NEW_PASSWORD"] = try required("new_password", "new password")
            for attribute in attributes ?? [] { sent["userAttributes.\(attribute.name)"] = attribute.value?.value }
        case .selectMFAType: sent["ANSWER"] = try required("answer", "choice")
        case .selectChallenge:
            sent["ANSWER"] = try required("answer", "choice")
            sent["PASSWORD"] = form["password"]
            sent["CREDENTIAL"] = form["credential"]
        case .webAuthn: sent["CREDENTIAL"] = try required("credential", "passkey")
        case .mfaSetup: sent["EMAIL"] = form["email"]
        default: throw OAuthRefusal(.invalidRequest, "The page does not know this challenge.")
        }
        return try resume(challenge, sent, session: form["session"])
    }

    func resume(_ challenge: ChallengeNameType, _ sent: [String: String], session: String?) throws -> SignInStep {
        let answer = ChallengeAnswer(
            challenge: challenge,
            sent: SentParameters(Sensitive(sent)),
            session: session.map { Sensitive($0) },
            metadata: [:],
            isHosted: true
        )
        return try SignIn.resume(answer, client: client, in: call)
    }

    private func passwordPage() -> SignInPage {
        var page = SignInPage(.password, facts, username: username)
        page.challenge = ChallengeNameType.selectChallenge.rawValue
        page.session = form["session"]
        return page
    }
}
