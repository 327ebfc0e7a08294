internal import CognitoWire
internal import GRDB
internal import HTTPTypes

/// The endpoints that programs call; ``PageStep`` is for those that people see.
extension LocalPool {
    /// The pool whose pages a domain leads to.
    ///
    /// - Parameter domain: The domain, whole or as the service's prefix.
    /// - Returns: The pool's id; `nil` if no pool has that domain.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``.
    package func poolID(ofDomain domain: String) async throws(LocalPoolError) -> String? {
        try await read { db in try PoolDomainRecord.fetchOne(db, key: domain)?.poolID }
    }

    /// The pool made at start.
    package var firstPoolID: String { homeID }

    /// Answers an endpoint of OAuth's that a program calls.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - endpoint: Which one.
    ///   - poolID: Of which pool.
    /// - Returns: The answer; 404 for pages, and for a pool that is not there.
    package func answer(
        _ request: LocalPoolRequest,
        at endpoint: OAuthPath,
        poolID: String
    ) async -> LocalPoolResponse {
        guard [.token, .revoke, .userInfo].contains(endpoint) else { return LocalPoolResponse(status: .notFound) }
        return await perform(
            OAuthVisit(
                endpoint,
                of: poolID,
                form: try? Self.form(of: request),
                authorization: request.headers[.authorization]
            ),
            refusedBy: { .refusal($0, at: endpoint) },
            { _ in await answerProgram(request, at: endpoint, poolID: poolID) },
            outcome: \.endpointOutcome
        )
    }

    private func answerProgram(
        _ request: LocalPoolRequest,
        at endpoint: OAuthPath,
        poolID: String
    ) async -> LocalPoolResponse {
        let authorization = request.headers[.authorization]
        do {
            switch endpoint {
            case .token:
                let form = try Self.form(of: request)
                let tokens = try await call { call in
                    try call.knownPool(poolID)
                    return try call.tokens(form, authorization: authorization, poolID: poolID)
                }
                return .json(.ok, try tokens.signed().oAuth)
            case .revoke:
                let form = try Self.form(of: request)
                try await call { call in
                    try call.knownPool(poolID)
                    try call.revoke(form, authorization: authorization, poolID: poolID)
                }
                return LocalPoolResponse(status: .ok, headers: LocalPoolResponse.unstored)
            default:
                let claims = try await call(isReadOnly: true) { call in
                    try call.knownPool(poolID)
                    return try call.userInfo(authorization: authorization, poolID: poolID)
                }
                return .json(.ok, claims)
            }
        } catch is UnknownPage {
            return LocalPoolResponse(status: .notFound)
        } catch let refusal as OAuthRefusal {
            return .refusal(refusal, at: endpoint)
        } catch let refusal as Refusal {
            return .refusal(OAuthRefusal(refusal, as: .invalidGrant), at: endpoint)
        } catch {
            return .refusal(OAuthRefusal(.serverError, "The local pool failed."), at: endpoint)
        }
    }

    private static func form(of request: LocalPoolRequest) throws(OAuthRefusal) -> OAuthParameters {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        guard type?.filter({ $0 != " " }) == "application/x-www-form-urlencoded",
            let text = String(validating: request.body, as: UTF8.self)
        else { throw OAuthRefusal(.invalidRequest, "Content-Type must be application/x-www-form-urlencoded.") }
        return try OAuthParameters(text)
    }
}

/// There is no such pool, and so no page of its.
struct UnknownPage: Error {}

extension Call {
    /// Makes sure that there is a pool of that id.
    ///
    /// - Throws: ``UnknownPage``.
    func knownPool(_ id: String) throws {
        guard try UserPoolRecord.exists(db, key: id) else { throw UnknownPage() }
    }
}

extension AuthenticationResultType {
    /// The tokens as OAuth names them (RFC 6749 §5.1).
    fileprivate var oAuth: [String: WireDocument] {
        var members: [String: WireDocument] = [:]
        members["id_token"] = idToken.map { .string($0.value) }
        members["access_token"] = accessToken.map { .string($0.value) }
        members["refresh_token"] = refreshToken.map { .string($0.value) }
        members["expires_in"] = expiresIn.map { .integer(Int64($0)) }
        members["token_type"] = tokenType.map { .string($0) }
        return members
    }
}

extension LocalPoolResponse {
    /// What came of a call of an OAuth endpoint.
    fileprivate var endpointOutcome: CallReport.Outcome {
        guard status != .ok else { return CallReport.Outcome(response: ShownJSON.endpointAnswer(body)) }
        let document = try? WireCoder().decode(WireDocument.self, from: body)
        return CallReport.Outcome(error: (document?["error"]?.string, document?["error_description"]?.string))
    }

    fileprivate static let unstored: HTTPFields = [.cacheControl: "no-store"]

    fileprivate static func json(
        _ status: HTTPResponse.Status,
        _ members: [String: WireDocument]
    ) -> LocalPoolResponse {
        guard let body = try? WireCoder().encode(WireDocument.object(members)) else {
            return LocalPoolResponse(status: .internalServerError, headers: unstored)
        }
        var headers = unstored
        headers[.contentType] = "application/json"
        return LocalPoolResponse(status: status, headers: headers, body: body)
    }

    /// A refusal with the status that the service gives it: 401 for wrong clients at `/oauth2/revoke` and for dead
    /// tokens, 429 for too many calls, 500 for our own failures, 400 for all else.
    fileprivate static func refusal(_ refusal: OAuthRefusal, at endpoint: OAuthPath) -> LocalPoolResponse {
        let status: HTTPResponse.Status =
            switch refusal.code {
            case .serverError: .internalServerError
            case .temporarilyUnavailable: .tooManyRequests
            case .invalidToken: .unauthorized
            case .invalidClient where endpoint == .revoke: .unauthorized
            default: .badRequest
            }
        var response = json(
            status,
            ["error": .string(refusal.code.rawValue), "error_description": .string(refusal.message)]
        )
        if endpoint == .userInfo {
            response.headers[.wwwAuthenticate] =
                #"Bearer error="\#(refusal.code.rawValue)", error_description="\#(refusal.message)""#
        } else if status == .unauthorized {
            response.headers[.wwwAuthenticate] = "Basic"
        }
        return response
    }
}
