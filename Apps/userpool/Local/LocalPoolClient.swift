import AppSupport
import ArgumentParser
import ByteCoding
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes

/// Which local pool is meant, and how results are printed.
struct LocalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The local pool's address; else USERPOOL_POOL_ENDPOINT, else http://127.0.0.1:9229.",
            valueName: "url"
        )
    )
    var endpoint: String?

    @Option(name: .shortAndLong, help: "How results are printed: table, json, ndjson, yaml, env or value.")
    var output: OutputFormat = .table

    /// Does the work, and ends the command in one place when it fails.
    func run(_ work: (LocalPoolClient) async throws -> Void) async {
        do {
            try await work(LocalPoolClient(endpoint: endpoint))
        } catch {
            Failure.report(Problem(describing: error), as: output)
        }
    }
}

/// The routes of a local pool that runs on this machine.
struct LocalPoolClient {
    /// The greatest snapshot that is held in memory.
    private static let greatestBody = 1 << 30

    private let endpoint: String
    private let transport: CurlTransport

    init(endpoint: String?) throws {
        let given = endpoint ?? ProcessInfo.processInfo.environment["USERPOOL_POOL_ENDPOINT"]
        var address = given ?? "http://127.0.0.1:9229"
        while address.hasSuffix("/") { address.removeLast() }
        self.endpoint = address
        transport = try CurlTransport()
    }

    /// Reads a document.
    func get(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) async throws -> JSONValue {
        try json(await send(.get, path, query).body)
    }

    /// Sends bytes or JSON, or deletes.
    ///
    /// - Returns: What the pool answers.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ query: KeyValuePairs<String, String?> = [:],
        type: String? = nil,
        body: [UInt8] = []
    ) async throws -> TransportResponse {
        var limits = TransportLimits.standard
        // Longer than any wait, and long enough for a great snapshot.
        limits.totalTimeout = .seconds(600)
        limits.slowTolerance = .seconds(90)
        limits.maximumBodyByteCount = Self.greatestBody
        let url = endpoint + "/_local/" + path + Self.text(of: query)
        let response: TransportResponse
        do throws(TransportError) {
            let request = try TransportRequest(
                method: method,
                url: url,
                headers: type.map { [("Content-Type", $0)] } ?? [],
                body: body,
                limits: limits
            )
            response = try await transport.send(request)
        } catch {
            throw problem(of: error)
        }
        guard (200..<300).contains(response.status) else { throw problem(of: response) }
        return response
    }

    /// Listens to the pool's calls from now on, until it stops.
    ///
    /// - Parameters:
    ///   - begin: Called once the pool has begun to tell of them.
    ///   - take: Called with each piece of the stream; what it throws ends the listening.
    /// - Throws: ``Problem`` with ``Problem/Code/upstreamUnavailable`` when the pool stops; it never returns.
    func listen(_ begin: () -> Void, _ take: ([UInt8]) throws -> Void) async throws -> Never {
        var limits = TransportLimits.standard
        // Silence is no sign of anything, and there is no end but the pool's.
        limits.totalTimeout = .seconds(20 * 86_400)
        limits.maximumBodyByteCount = .max
        limits.minimumBytesPerSecond = 0
        let response: StreamingResponse
        do throws(TransportError) {
            response = try await transport.open(
                TransportRequest(method: .get, url: endpoint + "/_local/events", limits: limits)
            )
        } catch {
            throw problem(of: error)
        }
        guard response.status == 200, response.headers[.contentType] == "text/event-stream" else {
            throw Problem(.upstreamError, "what answers at \(endpoint) is no local pool")
        }
        begin()
        var pieces = response.body.makeAsyncIterator()
        while let piece = try? await pieces.next() { try take(piece) }
        throw Problem(.upstreamUnavailable, "the local pool at \(endpoint) has stopped")
    }

    /// Sets a document, and reads what it is then.
    func put(_ path: String, _ document: JSONValue) async throws -> JSONValue {
        try json(await send(.put, path, type: "application/json", body: Array(document.text.utf8)).body)
    }

    /// A document that the pool answered.
    func json(_ body: [UInt8]) throws -> JSONValue {
        do throws(ByteCodingError) {
            return try JSONReader(maximumByteCount: Self.greatestBody, maximumNameCount: 1 << 20).read(body)
        } catch {
            throw Problem(.upstreamError, "what answers at \(endpoint) is no local pool")
        }
    }

    /// Why nothing came back.
    private func problem(of error: TransportError) -> Problem {
        error.code == .invalidRequest
            ? Problem(.usage, error.message)
            : Problem(.upstreamUnavailable, "no local pool answers at \(endpoint): \(error.message)")
    }

    /// What the pool says of a request that it does not grant.
    private func problem(of response: TransportResponse) -> Problem {
        let body = try? JSONReader().read(response.body).object
        guard let detail = body?["detail"]?.string else {
            return Problem(.upstreamError, "what answers at \(endpoint) is no local pool")
        }
        return switch (response.status, body?["code"]?.string) {
        case (404, "noCode"): Problem(.codeAwaited, detail)
        case (404, "unknownPool"): Problem(.invalidParameter, detail)
        case (404, _): Problem(.userNotFound, detail)
        case (403, _): Problem(.forbidden, detail)
        case (400, _), (409, _), (413, _), (415, _), (422, _): Problem(.malformedRequest, detail)
        default: Problem(.upstreamError, detail)
        }
    }

    private static func text(of query: KeyValuePairs<String, String?>) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(percentEncoded($0))" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// A text as it may stand in a path or a query.
    static func percentEncoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
            encoded += isPlain || "-._~".utf8.contains(byte) ? String(scalar) : "%" + Hex.encode([byte]).uppercased()
        }
    }
}
