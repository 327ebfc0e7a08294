public import ByteCoding
public import HTTPTransport
internal import HTTPTypes

/// A trigger behind an address: the event is posted to it as JSON, and the answer comes back.
///
/// The address may be one at which Lambda functions are invoked (`/2015-03-31/functions/NAME/invocations`). To refuse, the
/// other side answers as a function that throws: with the header `X-Amz-Function-Error`, or any status but 2xx, and
/// `errorMessage` in a JSON object.
public struct HTTPTrigger: TriggerHandler {
    private static let errorHeader = "x-amz-function-error"

    private let url: String
    private let transport: any HTTPTransport

    /// Takes an address.
    ///
    /// - Parameters:
    ///   - url: An absolute address of `http` or `https`.
    ///   - transport: What sends the requests; it has its own rules about addresses without TLS.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration``.
    public init(url: String, transport: any HTTPTransport) throws(LocalPoolError) {
        do throws(TransportError) {
            _ = try TransportRequest(method: .post, url: url)
        } catch {
            throw LocalPoolError(.invalidConfiguration, "a trigger's address cannot be used: \(error.message)")
        }
        self.url = url
        self.transport = transport
    }

    /// Posts the event.
    ///
    /// - Parameter event: The event.
    /// - Returns: The answer; an empty object if the body is empty or `null`.
    /// - Throws: ``TriggerFailure``.
    public func answer(_ event: JSONObject) async throws -> JSONObject {
        let response: TransportResponse
        do throws(TransportError) {
            response = try await transport.send(
                TransportRequest(
                    method: .post,
                    url: url,
                    headers: [("Content-Type", "application/json")],
                    body: Array(event.text.utf8)
                )
            )
        } catch {
            let isLate = error.code == .timedOut || error.code == .tooSlow
            throw TriggerFailure(isLate ? .timedOut : .notInvoked, error.description)
        }
        let hasFailed = response.headers.contains { $0.name.canonicalName == Self.errorHeader }
        guard !hasFailed, (200...299).contains(response.status) else {
            let message = try? JSONObject(triggerOutput: response.body)["errorMessage"]?.string
            guard let message = message ?? (hasFailed ? "Unhandled" : nil) else {
                throw TriggerFailure(.notInvoked, "HTTP status \(response.status)")
            }
            throw TriggerFailure(.refused, message)
        }
        return try JSONObject(triggerOutput: response.body)
    }
}

extension JSONObject {
    /// Reads what a trigger outside of the process says: nothing, `null` or an object.
    ///
    /// - Throws: ``TriggerFailure`` with ``TriggerFailure/Code/unreadableAnswer``.
    init(triggerOutput output: [UInt8]) throws {
        guard output.contains(where: { !" \t\r\n".utf8.contains($0) }) else {
            self.init()
            return
        }
        let reader = JSONReader(maximumByteCount: 1 << 20, maximumDepth: 64, maximumNameCount: 8192)
        switch try? reader.read(output) {
        case .object(let object)?: self = object
        case .null?: self.init()
        default: throw TriggerFailure(.unreadableAnswer, "the answer is no JSON object")
        }
    }
}
