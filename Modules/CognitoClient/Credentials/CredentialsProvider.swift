internal import ByteCoding

/// A source of AWS credentials, asked before each request that must be signed.
///
/// A source that fetches credentials keeps them until shortly before they expire; the client keeps nothing. It holds to a
/// time limit of its own and ends early when the task is cancelled: the call's deadline is looked at again only afterwards.
public protocol CredentialsProvider: Sendable {
    /// The credentials to sign the next request with.
    ///
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/missingCredentials`` if the source has none,
    ///   ``CognitoClientError/Code/invalidCredentials`` if what it has cannot be used.
    func credentials() async throws(CognitoClientError) -> Credentials
}

/// Credentials that the program was given.
public struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    /// Always answers with `value`.
    public init(_ value: Credentials) {
        self.value = value
    }

    /// The value that was given.
    public func credentials() -> Credentials { value }
}

/// Credentials of the process environment, under the names that every AWS tool reads.
///
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary credentials, `AWS_SESSION_TOKEN`. They are looked up
/// at each call, so a program that changes its environment is followed.
public struct EnvironmentCredentials: CredentialsProvider {
    private let variable: @Sendable (String) -> String?

    /// Reads variables with a function.
    ///
    /// - Parameter variable: Takes a variable's name and returns its value.
    public init(variable: @escaping @Sendable (String) -> String?) {
        self.variable = variable
    }

    /// Reads variables of a dictionary, such as `ProcessInfo.processInfo.environment`.
    ///
    /// - Parameter environment: Values by name.
    public init(_ environment: [String: String]) {
        self.init { environment[$0] }
    }

    /// What the environment says now; a variable that is set to nothing counts as not set.
    ///
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/missingCredentials`` if one of the two keys is not
    ///   set, ``CognitoClientError/Code/invalidCredentials`` if a value cannot be used.
    public func credentials() throws(CognitoClientError) -> Credentials {
        try Credentials(
            accessKeyID: required("AWS_ACCESS_KEY_ID"),
            secretAccessKey: SecretBytes(utf8: required("AWS_SECRET_ACCESS_KEY")),
            sessionToken: value("AWS_SESSION_TOKEN").map { SecretBytes(utf8: $0) }
        )
    }

    private func required(_ name: String) throws(CognitoClientError) -> String {
        guard let value = value(name) else {
            throw CognitoClientError(.missingCredentials, "\(name) is not set", remedy: .fixInput)
        }
        return value
    }

    private func value(_ name: String) -> String? {
        guard let value = variable(name), !value.isEmpty else { return nil }
        return value
    }
}
