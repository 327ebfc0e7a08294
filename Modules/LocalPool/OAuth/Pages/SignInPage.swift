internal import CognitoWire

/// What a person sees at the pool's sign-in page.
package struct SignInPage: Sendable {
    /// Which form it shows.
    package enum Kind: String, Sendable {
        /// A username, and a password with it unless the client lets people choose how to sign in.
        case signIn
        case password
        /// One of several ways to sign in, or of several second factors.
        case choice
        case code
        case newPassword
        /// An authenticator app that is to be set up: its secret, and a first code.
        case appSetup
        /// An address for codes that is to be set up.
        case emailSetup
        case passkey
        case signUp
        case confirmation
        case forgottenPassword
        case passwordReset
        case addPasskey
    }

    package internal(set) var kind: Kind
    package let facts: PageFacts
    /// Who signs in, as typed or as the challenge names them.
    package var username = ""
    /// The challenge that waits for an answer, with its `Session`.
    package var challenge: String?
    package var session: String?
    /// What can be chosen, in the service's words.
    package var choices: [String] = []
    /// Where a code went, masked.
    package var destination: String?
    /// Attributes to be filled in.
    package var attributes: [String] = []
    /// The secret of an authenticator app that is to be set up, in base32.
    package var appSecret: String?
    /// What the browser's credential manager is to be asked, JSON.
    package var passkeyOptions: String?
    /// What happened, or what went wrong.
    package var notice: String?
    package var isError = false

    init(_ kind: Kind, _ facts: PageFacts, username: String = "", notice: String? = nil) {
        self.kind = kind
        self.facts = facts
        self.username = username
        self.notice = notice
    }
}

/// What every page of a client shows, whoever looks at it.
package struct PageFacts: Sendable {
    package let poolName: String
    package let clientName: String
    /// Whether people can sign up by themselves.
    package let offersSignUp: Bool
    /// Whether the username comes first, and then a choice of factors.
    package let asksUsernameFirst: Bool
    /// What stands for a username: `username`, `email`, `phone_number`, or both of these.
    package let usernameLabels: [String]
    /// What new users must say of themselves, besides name and password.
    package let signUpAttributes: [String]
    /// Where the browser goes in the end, for the page's security policy.
    package let redirectURI: String

    init(_ authorization: Authorization) {
        let (pool, client) = (authorization.pool, authorization.client)
        poolName = pool.details.name ?? pool.id
        clientName = client.details.clientName ?? client.id
        offersSignUp = pool.details.adminCreateUserConfig?.allowAdminCreateUserOnly != true
        asksUsernameFirst = client.allows(.allowUserAuth) && pool.hasPasswordlessFactors
        usernameLabels = pool.usernameAttributes.isEmpty ? ["username"] : pool.usernameAttributes
        let wanted = pool.schema.missing(in: [:]) + ["email", "phone_number"].filter(pool.autoVerifies)
        var known = Set(pool.usernameAttributes.count == 1 ? pool.usernameAttributes : [])
        signUpAttributes = wanted.filter { known.insert($0).inserted && client.writes($0) }
        redirectURI = authorization.redirectURI
    }
}
