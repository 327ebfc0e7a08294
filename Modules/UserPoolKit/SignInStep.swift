public import CognitoClient

/// Where a sign-in stands after a call.
public enum SignInStep: Sendable {
    /// The user is signed in.
    case signedIn(TokenSet)
    /// The service asks for more; go on with ``UserPool/answer(_:with:metadata:)``, here or in another process.
    case challenge(SignInChallenge)
    /// The user must confirm the sign-up first (`UserNotConfirmedException`).
    case confirmSignUp(CognitoClientError)
    /// The user must set a new password first, with a code (`PasswordResetRequiredException`).
    case resetPassword(CognitoClientError)
}

/// How the password is shown to the service.
public struct SignInFlow: Hashable, Sendable {
    private enum Kind { case srp, password }
    private let kind: Kind

    /// `USER_SRP_AUTH`: the password is proved and never sent.
    public static let srp = Self(kind: .srp)
    /// `USER_PASSWORD_AUTH`: the password is sent over TLS; what a user-migration trigger needs.
    public static let password = Self(kind: .password)
}
