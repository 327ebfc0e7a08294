public import ByteCoding
internal import CognitoWire

/// The 17 methods of the Node package `cognito-user-pool`, with its parameters and results, for programs that leave it.
///
/// Nothing is kept between calls and nothing is shared: a call uses what it is given and the pool, so that any number of
/// users may be served at once. What is `Encodable` here encodes to the JSON of that package; successes without a value
/// are its `"SUCCESS"`, for the caller to write.
///
/// Where the package was wrong this is not: an expiry is the token's own, every challenge is told and those that take a
/// code are answered, ``refreshSession(_:)`` says what it needs, ``profileEdit(_:attributes:)`` drops nothing in silence and
/// sends nothing that is empty, MFA is what the service calls so today, and app clients may have a secret.
public struct CognitoUserPoolMethods: Sendable {
    /// The pool that is called.
    public let pool: UserPool
    /// How a sign-in begins.
    public let flow: SignInFlow

    /// Takes a pool.
    ///
    /// - Parameters:
    ///   - pool: The pool, seen through the app client.
    ///   - flow: How a sign-in begins; the package knows SRP only.
    public init(pool: UserPool, flow: SignInFlow = .srp) {
        self.pool = pool
        self.flow = flow
    }

    // MARK: Sign-up

    /// Signs a new user up.
    ///
    /// - Parameters:
    ///   - username: The name to sign in with.
    ///   - password: The password's UTF-8 bytes.
    ///   - attributes: The user's attributes.
    /// - Returns: The user, and where the code went.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/invalidParameter`` before anything is sent if an attribute is
    ///   there twice.
    public func signup(
        username: String,
        password: SecretBytes,
        attributes: [NamedValue] = []
    ) async throws(UserPoolError) -> SignupResult {
        let changes = try Self.changes(attributes)
        let result = try await pool.signUp(
            username: username,
            password: password,
            attributes: changes.compactMapValues(\.self)
        )
        return SignupResult(
            username: username,
            userSub: result.subject,
            userConfirmed: result.isConfirmed,
            codeDeliveryDetails: result.delivery.map { CodeDeliveryDetails($0) }
        )
    }

    /// Confirms a sign-up.
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - confirmationCode: The code that was sent.
    ///   - forceAliasCreation: Whether an address moves here from a user who confirmed it before.
    /// - Throws: ``UserPoolError``.
    public func signupConfirm(
        username: String,
        confirmationCode: String,
        forceAliasCreation: Bool = false
    ) async throws(UserPoolError) {
        try await pool.confirmSignUp(username: username, code: confirmationCode, takeOverAlias: forceAliasCreation)
    }

    /// Sends the code of a sign-up again.
    ///
    /// - Parameter username: The user.
    /// - Returns: Where it went.
    /// - Throws: ``UserPoolError``.
    public func signupResend(username: String) async throws(UserPoolError) -> CodeDeliveryDetails {
        CodeDeliveryDetails(try await pool.resendSignUpCode(username: username))
    }

    // MARK: Sign-in

    /// Signs a user in.
    ///
    /// - Parameters:
    ///   - username: What the person typed.
    ///   - password: The password's UTF-8 bytes.
    /// - Returns: The tokens, or the next step.
    /// - Throws: ``UserPoolError``; also where the sign-up must be confirmed or the password reset first.
    public func login(username: String, password: SecretBytes) async throws(UserPoolError) -> LoginResult {
        // A device would have to be kept by a caller who has no place for it.
        let options = SignInOptions(devicePolicy: .ignore)
        return try Self.result(
            of: await pool.signIn(username: username, password: password, flow: flow, options: options)
        )
    }

    /// Answers a challenge that takes a code: of an SMS, of an e-mail, or of an authenticator app.
    ///
    /// - Parameters:
    ///   - loginSession: The challenge of the last step, which knows the user.
    ///   - mfaCode: The code.
    /// - Returns: The tokens, or the next step.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/answerDoesNotFit`` if the challenge takes no code.
    public func loginMfa(loginSession: SignInChallenge, mfaCode: String) async throws(UserPoolError) -> LoginResult {
        try Self.result(of: await pool.answer(loginSession, with: .code(mfaCode)))
    }

    /// Sets the password of a user who was made by an administrator.
    ///
    /// - Parameters:
    ///   - loginSession: The challenge of the last step, which knows the user.
    ///   - newPassword: The password's UTF-8 bytes.
    ///   - attributes: The attributes that the pool requires and lacks, by name without prefix.
    /// - Returns: The tokens, or the next step.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/answerDoesNotFit`` if the challenge asks for something else.
    public func loginNewPasswordRequired(
        loginSession: SignInChallenge,
        newPassword: SecretBytes,
        attributes: [String: String] = [:]
    ) async throws(UserPoolError) -> LoginResult {
        let answer = ChallengeAnswer.newPassword(newPassword, attributes: attributes)
        return try Self.result(of: await pool.answer(loginSession, with: answer))
    }

    private static func result(of step: SignInStep) throws(UserPoolError) -> LoginResult {
        switch step {
        case .signedIn(let user): .tokens(LoginTokens(user.tokens))
        case .challenge(let challenge): .nextStep(LoginStep(challenge))
        case .confirmSignUp(let reason), .resetPassword(let reason): throw reason
        }
    }

    /// Attributes by name; a value that is `nil` or empty stands for none.
    static func changes(_ attributes: [NamedValue]) throws(UserPoolError) -> [String: String?] {
        var changes: [String: String?] = [:]
        for attribute in attributes {
            guard changes[attribute.name] == nil else {
                throw UserPoolError(.invalidParameter, "the attribute \(attribute.name) is there twice")
            }
            changes[attribute.name] = .some(attribute.value.flatMap { $0.isEmpty ? nil : $0 })
        }
        return changes
    }
}
