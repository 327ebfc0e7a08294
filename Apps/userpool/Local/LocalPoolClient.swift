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
        let request = try TransportRequest(
            method: method,
            url: endpoint + "/_local/" + path + Self.text(of: query),
            headers: type.map { [("Content-Type", $0)] } ?? [],
            body: body,
            limits: limits
        )
        let response: TransportResponse
        do throws(TransportError) {
            response = try await transport.send(request)
        } catch {
            guard error.code != .invalidRequest else { throw Problem(.usage, error.message) }
            throw Problem(.upstreamUnavailable, "no local pool answers at \(endpoint): \(error.message)")
        }
        guard (200..<300).contains(response.status) else { throw problem(of: response) }
        return response
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

    /// What the pool says of a request that it does not grant.
    private func problem(of response: TransportResponse) -> Problem {
        let body = try? JSONReader().read(response.body).object
        guard let detail = body?["detail"]?.string else {
            return Problem(.upstreamError, "what answers at \(endpoint) is no local pool")
        }
        return switch response.status {
        case 400, 409, 413, 415, 422: Problem(.malformedRequest, detail)
        case 403: Problem(.forbidden, detail)
        case 404: Problem(.userNotFound, detail)
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
