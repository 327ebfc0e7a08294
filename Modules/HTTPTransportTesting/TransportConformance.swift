public import HTTPTransport
internal import HTTPTypes

/// One promise of ``/HTTPTransport/HTTPTransport``, and how to see that a transport keeps it.
///
/// A test sets up a far end that does ``farEnd`` to every request and calls ``check(_:at:)``; run over
/// ``all``, that is the whole contract.
public struct TransportConformance: Sendable, CustomStringConvertible {
    /// What the other side has to do.
    public enum FarEnd: Sendable {
        /// Answer 200, with the request's body as the body, its method in `x-method`, its target in `x-target` and its
        /// `x-test` in `x-test`.
        case echo
        /// Answer with this status, one header field `x-filler` of so many letters, and a body of so many zeros.
        case answer(status: Int, fillerByteCount: Int, bodyByteCount: Int)
        /// Read the request and say nothing.
        case silence
        /// Read the request and close the connection.
        case hangUp
    }

    /// A promise that was not kept.
    public struct Failure: Error, CustomStringConvertible {
        /// Which one, and what happened instead.
        public let description: String
    }

    /// The promise.
    public let description: String
    /// What the other side has to do.
    public let farEnd: FarEnd

    private let body: @Sendable (any HTTPTransport, String) async -> String?

    /// Checks the promise.
    ///
    /// - Parameters:
    ///   - transport: The transport under test.
    ///   - url: The far end, without a path: `http://127.0.0.1:8080`.
    /// - Throws: ``Failure`` if the promise is not kept.
    public func check(_ transport: any HTTPTransport, at url: String) async throws(Failure) {
        if let problem = await body(transport, url) { throw Failure(description: "\(description): \(problem)") }
    }

    /// The whole contract.
    public static let all: [TransportConformance] = answers + limits + ends

    private static let answers = [
        TransportConformance(description: "everything arrives as it was given", farEnd: .echo) { transport, url in
            let body = (0...255).map { UInt8($0) } + [0, 0, 13, 10]
            let headers = [(name: "X-Test", value: "a:b \"c\""), (name: "X-Empty", value: "")]
            return await outcome(transport, url + "/a/../b%20c?d=e&f", .post, headers, body) { response in
                response.status == 200 && response.body == body && response.headers[.method] == "POST"
                    && response.headers[.target] == "/a/../b%20c?d=e&f" && response.headers[.test] == "a:b \"c\""
            }
        },
        TransportConformance(description: "an empty body is a body", farEnd: .echo) { transport, url in
            await outcome(transport, url, .put) { $0.body.isEmpty && $0.headers[.method] == "PUT" }
        },
        status(400), status(404), status(500), status(503),
        redirect(301), redirect(302), redirect(303), redirect(307), redirect(308),
    ]

    private static let limits = [
        TransportConformance(description: "a body of the limit passes", farEnd: .body(2000)) { transport, url in
            await outcome(transport, url, limits: .small) { $0.body.count == 2000 }
        },
        TransportConformance(description: "a byte more does not", farEnd: .body(2001)) { transport, url in
            await failure(transport, url, limits: .small, .bodyTooLarge)
        },
        TransportConformance(
            description: "headers over the limit are refused",
            farEnd: .answer(status: 200, fillerByteCount: 3000, bodyByteCount: 0)
        ) { transport, url in
            await failure(transport, url, limits: .small, .headersTooLarge)
        },
    ]

    private static let ends = [
        TransportConformance(description: "the deadline holds", farEnd: .silence) { transport, url in
            await failure(transport, url, limits: .small, .timedOut)
        },
        TransportConformance(description: "a broken connection is told", farEnd: .hangUp) { transport, url in
            await failure(transport, url, .connectionLost)
        },
        TransportConformance(description: "cancellation ends the wait", farEnd: .silence) { transport, url in
            let task = Task { await failure(transport, url, .cancelled, mayHaveReachedServer: nil) }
            task.cancel()
            return await task.value
        },
    ]
}

extension TransportConformance {
    private static func status(_ status: Int) -> Self {
        let farEnd = FarEnd.answer(status: status, fillerByteCount: 1, bodyByteCount: 3)
        return Self(description: "\(status) is a response", farEnd: farEnd) { transport, url in
            await outcome(transport, url) { $0.status == status && $0.body == [0, 0, 0] }
        }
    }

    private static func redirect(_ status: Int) -> Self {
        let farEnd = FarEnd.answer(status: status, fillerByteCount: 1, bodyByteCount: 0)
        return Self(description: "\(status) is refused", farEnd: farEnd) { transport, url in
            await failure(transport, url, .redirectRefused)
        }
    }

    /// What is wrong with the response, if anything is.
    private static func outcome(
        _ transport: any HTTPTransport,
        _ url: String,
        _ method: HTTPRequest.Method = .post,
        _ headers: [(name: String, value: String)] = [],
        _ body: [UInt8] = [],
        limits: TransportLimits = .standard,
        isRight: (TransportResponse) -> Bool
    ) async -> String? {
        do throws(TransportError) {
            let request = try TransportRequest(method: method, url: url, headers: headers, body: body, limits: limits)
            let response = try await transport.send(request)
            return isRight(response) ? nil : "got \(response)"
        } catch {
            return "failed with \(error)"
        }
    }

    /// What is wrong with the failure, if anything is.
    private static func failure(
        _ transport: any HTTPTransport,
        _ url: String,
        limits: TransportLimits = .standard,
        _ code: TransportError.Code,
        mayHaveReachedServer: Bool? = true
    ) async -> String? {
        do throws(TransportError) {
            let request = try TransportRequest(method: .post, url: url, body: [1], limits: limits)
            return "got \(try await transport.send(request))"
        } catch {
            let isRight =
                error.code == code && error.mayHaveReachedServer == mayHaveReachedServer ?? error.mayHaveReachedServer
            return isRight ? nil : "failed with \(error), may have reached the server: \(error.mayHaveReachedServer)"
        }
    }
}

extension TransportConformance.FarEnd {
    fileprivate static func body(_ byteCount: Int) -> Self {
        .answer(status: 200, fillerByteCount: 1, bodyByteCount: byteCount)
    }

    /// The same behaviour as a step of a ``ScriptedTransport``.
    public var step: ScriptedTransport.Step {
        switch self {
        case .echo:
            .respond { request in
                var headers: HTTPFields = [.method: request.method.rawValue, .target: request.url.target]
                headers[.test] = request.headers[.test]
                return TransportResponse(status: 200, headers: headers, body: request.body)
            }
        case .answer(let status, let fillerByteCount, let bodyByteCount):
            .respond(
                TransportResponse(
                    status: status,
                    headers: [.filler: String(repeating: "f", count: fillerByteCount)],
                    body: [UInt8](repeating: 0, count: bodyByteCount)
                )
            )
        case .silence: .silence
        case .hangUp:
            .fail(TransportError(.connectionLost, "the script hangs up", mayHaveReachedServer: true))
        }
    }
}

extension TransportLimits {
    fileprivate static let small = TransportLimits(
        totalTimeout: .milliseconds(300),
        maximumBodyByteCount: 2000,
        maximumHeaderByteCount: 2000
    )
}

extension HTTPField.Name {
    fileprivate static let method = HTTPField.Name(constant: "x-method")
    fileprivate static let target = HTTPField.Name(constant: "x-target")
    fileprivate static let test = HTTPField.Name(constant: "x-test")
    fileprivate static let filler = HTTPField.Name(constant: "x-filler")
}
