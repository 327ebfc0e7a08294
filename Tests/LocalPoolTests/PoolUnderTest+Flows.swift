import ByteCoding
import CognitoSRP
import CognitoWire
import LocalPool
import Testing

/// Steps that many tests take.
extension PoolUnderTest {
    static let password = "Passw0rd!"

    @discardableResult
    func signUp(
        _ username: String = "alice",
        password: String = Self.password,
        attributes: [String: String] = ["email": "alice@example.com"],
        clientID: String = Self.clientID,
        secretHash: String? = nil
    ) async throws -> SignUpResponse {
        try await call(
            SignUp.self,
            SignUpRequest(
                clientID: Sensitive(clientID),
                username: Sensitive(username),
                password: Sensitive(password),
                secretHash: secretHash.map { Sensitive($0) },
                userAttributes: attributes.sorted { $0.key < $1.key }.map {
                    AttributeType(name: $0.key, value: Sensitive($0.value))
                }
            )
        )
    }

    func confirmSignUp(_ username: String = "alice", code: String) async throws {
        try await call(
            ConfirmSignUp.self,
            ConfirmSignUpRequest(
                clientID: Sensitive(Self.clientID),
                confirmationCode: code,
                username: Sensitive(username)
            )
        )
    }

    /// Signs up and confirms with the code from the inbox.
    func makeUser(
        _ username: String = "alice",
        attributes: [String: String] = ["email": "alice@example.com"]
    )
        async throws
    {
        try await signUp(username, attributes: attributes)
        try await confirmSignUp(username, code: code(for: username))
    }

    func code(for username: String = "alice") async throws -> String {
        let message = try await pool.nextCode(for: username)
        return try #require(message?.code)
    }

    func initiate(
        _ flow: AuthFlowType,
        _ parameters: [String: String],
        clientID: String = Self.clientID
    ) async throws -> InitiateAuthResponse {
        try await call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: flow,
                clientID: Sensitive(clientID),
                authParameters: Sensitive(parameters)
            )
        )
    }

    func respond(
        _ challenge: ChallengeNameType,
        _ responses: [String: String],
        session: Sensitive<String>? = nil,
        clientID: String = Self.clientID,
        asAdministrator: Bool = false
    ) async throws -> RespondToAuthChallengeResponse {
        guard !asAdministrator else {
            let answer = try await call(
                AdminRespondToAuthChallenge.self,
                AdminRespondToAuthChallengeRequest(
                    challengeName: challenge,
                    clientID: Sensitive(clientID),
                    userPoolID: Self.poolID,
                    challengeResponses: Sensitive(responses),
                    session: session
                )
            )
            return RespondToAuthChallengeResponse(
                authenticationResult: answer.authenticationResult,
                challengeName: answer.challengeName,
                challengeParameters: answer.challengeParameters,
                session: answer.session
            )
        }
        return try await call(
            RespondToAuthChallenge.self,
            RespondToAuthChallengeRequest(
                challengeName: challenge,
                clientID: Sensitive(clientID),
                challengeResponses: Sensitive(responses),
                session: session
            )
        )
    }

    /// The first half of an SRP sign-in: the proof that is to be sent.
    func proof(
        _ username: String = "alice",
        password: String = Self.password,
        at time: UnixTime? = nil
    ) async throws -> [String: String] {
        let client = try SRPClient(random: .seeded(7))
        let parameters = try await initiate(
            .userSRPAuth,
            ["USERNAME": username, "SRP_A": client.publicKey.hexadecimal]
        ).challengeParameters
        let received = try #require(parameters)
        let userID = try #require(received["USER_ID_FOR_SRP"])
        let claim = try client.passwordClaim(
            for: SRPChallenge(
                salt: #require(received["SALT"]),
                serverPublicKey: #require(received["SRP_B"]),
                secretBlock: #require(received["SECRET_BLOCK"])
            ),
            identity: SRPIdentity(userPoolID: Self.poolID, userID: userID),
            password: SecretBytes(utf8: password),
            at: time ?? clock.now
        )
        return [
            "USERNAME": try #require(received["USERNAME"]),
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ]
    }

    /// A whole sign-in with SRP, up to the tokens or the next challenge.
    func signInWithSRP(
        _ username: String = "alice",
        password: String = Self.password
    ) async throws -> RespondToAuthChallengeResponse {
        try await respond(.passwordVerifier, proof(username, password: password))
    }

    func signInWithPassword(
        _ username: String = "alice",
        password: String = Self.password
    ) async throws -> InitiateAuthResponse {
        try await initiate(.userPasswordAuth, ["USERNAME": username, "PASSWORD": password])
    }

    func tokens(
        _ username: String = "alice",
        password: String = Self.password
    ) async throws
        -> AuthenticationResultType
    {
        let result = try await signInWithPassword(username, password: password).authenticationResult
        return try #require(result)
    }

    func profile(_ accessToken: Sensitive<String>?) async throws -> GetUserResponse {
        try await call(GetUser.self, GetUserRequest(accessToken: #require(accessToken)))
    }
}

/// Expects a refusal with that code, and with that message if one is given.
func expectRefusal(
    _ code: String,
    _ message: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> some Any
) async {
    let refusal = await #expect(throws: ServiceRefusal.self, sourceLocation: sourceLocation) { _ = try await body() }
    guard let refusal else { return }
    #expect(refusal.code == code, sourceLocation: sourceLocation)
    if let message { #expect(refusal.message == message, sourceLocation: sourceLocation) }
}

extension Sequence {
    /// Maps one after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
