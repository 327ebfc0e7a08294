internal import ByteCoding
internal import CognitoWire
internal import HTTPTransport
internal import HTTPTypes

extension LocalPool {
    /// Answers one request: the API at `POST /`, below each pool's id the documents that its issuer promises and the
    /// OAuth endpoints that programs call, and at `GET /confirmUser` the links of e-mails that confirm new users.
    ///
    /// Without a pool's id, the paths of the OAuth endpoints are those of the pool made at start.
    ///
    /// It never throws: what fails within the pool is the service's `InternalErrorException`. Limits, `Host`, CORS and
    /// the connection are the caller's business.
    ///
    /// - Parameter request: A request, whole.
    /// - Returns: The answer.
    public func respond(to request: LocalPoolRequest) async -> LocalPoolResponse {
        let path = request.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        if path == "/" {
            guard request.method == .post else { return notAllowed([.post]) }
            return await answerCall(request)
        }
        if path == ConfirmationLink.path {
            // Programs that look at links before people do ask for the head, which confirms nobody.
            guard request.method == .get else { return notAllowed([.get]) }
            return await follow(request.path.dropFirst(path.count + 1))
        }
        if let place = OAuthPlace(path: path) {
            guard place.methods.contains(request.method) else { return notAllowed(place.methods) }
            return await answer(request, at: place.path, poolID: place.poolID ?? homeID)
        }
        guard let document = WellKnown(path: path) else { return LocalPoolResponse(status: .notFound) }
        guard request.method == .get || request.method == .head else { return notAllowed([.get]) }
        return await answer(document, isHead: request.method == .head)
    }

    private func answerCall(_ request: LocalPoolRequest) async -> LocalPoolResponse {
        let target = request.headers[.amzTarget] ?? ""
        guard feed.isObserved else { return await perform(request, target: target).response }
        let report = CallReport(target: target, body: request.body, at: now)
        let (response, isInjected) = await perform(request, target: target)
        var outcome = CallReport.Outcome(requestID: response.headers[.amznRequestID], isInjected: isInjected)
        if response.status == .ok {
            outcome.response = WireOperations.targeted(target).flatMap { ShownJSON.answer(response.body, of: $0) }
        } else {
            let error = try? WireCoder().decode(ServiceErrorBody.self, from: response.body)
            outcome.error = (error?.code?.rawValue, error?.message)
        }
        await publish(report, outcome)
        return response
    }

    private func perform(
        _ request: LocalPoolRequest,
        target: String
    ) async -> (response: LocalPoolResponse, isInjected: Bool) {
        var fate = Chaos.Fate()
        do {
            // A browser must ask first before it sends this type, so that no page can call the pool unasked.
            guard Self.isAWSJSON(request.headers[.contentType]) else {
                throw Refusal(.unreadable, "Content-Type must be \(WireCoder.contentType)")
            }
            let operation = try OperationTable.operation(for: target)
            if mode == .strict, operation.authentication == .sigV4 {
                try SignedRequest.check(request.headers[.authorization], for: operation.service)
            }
            fate = try chaos.fate(of: operation.name, environment.random)
            if fate.latency > .zero { try await sleep(fate.latency) }
            if let refusal = fate.refusal { throw refusal }
            let answer = try await operation.answer(request.body, in: self, losingMessages: fate.losesMessages)
            return (respond(.ok, answer), fate.isEventful)
        } catch let refusal as Refusal {
            return (respond(to: refusal), fate.isEventful)
        } catch {
            let refusal = Refusal(.internalError, "The local pool failed to perform the operation")
            return (respond(to: refusal), fate.isEventful)
        }
    }

    private func follow(_ query: Substring) async -> LocalPoolResponse {
        var refusal: Refusal?
        do {
            guard let link = ConfirmationLink(query: query) else {
                throw Refusal.invalidParameter("The link is not complete.")
            }
            try await call { try link.follow(in: $0) }
        } catch let refused as Refusal {
            refusal = refused
        } catch {
            refusal = Refusal(.internalError, "The local pool failed.")
        }
        return LocalPoolResponse(
            status: refusal == nil ? .ok : refusal?.code == .internalError ? .internalServerError : .badRequest,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ConfirmationLink.page(refusal)
        )
    }

    private func answer(_ document: WellKnown, isHead: Bool) async -> LocalPoolResponse {
        do {
            guard let body = try await body(of: document) else { return LocalPoolResponse(status: .notFound) }
            return LocalPoolResponse(
                status: .ok,
                headers: [.contentType: "application/json", .cacheControl: "public, max-age=60"],
                body: isHead ? [] : body
            )
        } catch {
            return LocalPoolResponse(status: .internalServerError)
        }
    }

    private func body(of document: WellKnown) async throws -> [UInt8]? {
        if document.poolID == IdentityIssuer.name {
            return try await call { try IdentityIssuer.body(of: document, in: $0) }
        }
        let (environment, now) = (environment, now)
        let keys = try await read { db in
            try environment.keyring.pair(of: document.poolID, at: now, in: db)
        }
        return try keys.map {
            try document.body(keys: $0, endpoint: endpoint, issuerForm: environment.issuerForm)
        }
    }

    private func respond(to refusal: Refusal) -> LocalPoolResponse {
        let body = ServiceErrorBody(code: refusal.code, message: refusal.message)
        let isFault = refusal.code == .internalError || refusal.code == .internalServer
        let status: HTTPResponse.Status = isFault ? .internalServerError : .badRequest
        var response = respond(status, (try? WireCoder().encode(body)) ?? [])
        response.headers[.amznErrorType] = "\(refusal.code):"
        return response
    }

    private func respond(_ status: HTTPResponse.Status, _ body: [UInt8]) -> LocalPoolResponse {
        var headers: HTTPFields = [.contentType: WireCoder.contentType]
        headers[.amznRequestID] = try? environment.random.makeUUID()
        return LocalPoolResponse(status: status, headers: headers, body: body)
    }

    private func notAllowed(_ methods: [HTTPRequest.Method]) -> LocalPoolResponse {
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        return LocalPoolResponse(status: .methodNotAllowed, headers: [.allow: allowed])
    }

    private static func isAWSJSON(_ type: String?) -> Bool {
        let type = type?.split(separator: ";").first?.lowercased() ?? ""
        return type.drop { $0 == " " }.prefix { $0 != " " } == WireCoder.contentType
    }
}

extension HTTPField.Name {
    fileprivate static let amzTarget = HTTPField.Name(constant: "x-amz-target")
    fileprivate static let amznErrorType = HTTPField.Name(constant: "x-amzn-ErrorType")
    static let amznRequestID = HTTPField.Name(constant: "x-amzn-RequestId")
}
