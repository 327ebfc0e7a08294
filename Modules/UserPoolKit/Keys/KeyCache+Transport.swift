public import CognitoClient
public import CognitoJWT
public import HTTPTransport
internal import HTTPTypes

extension KeyCache {
    /// Makes a cache that fetches key sets over a transport.
    ///
    /// A fetch is a GET that takes 3 s at most, and 64 KiB at most are read of its answer. Only status 200 counts;
    /// redirects are not followed. A failure of the network or of the server (5xx) is repeated once, after a random
    /// moment. Plain `http` is up to the transport, which allows it to this machine only.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - surroundings: The time that has passed, waiting, and chance.
    public convenience init(transport: any HTTPTransport, surroundings: Surroundings = .system) {
        let fetcher = KeySetFetcher(transport: transport, surroundings: surroundings)
        self.init { try await fetcher.fetch($0) }
    }
}

/// Gets one key-set document, in two attempts at most.
package struct KeySetFetcher: Sendable {
    /// The longest that both attempts take together.
    static let totalTime = Duration.seconds(3)
    /// The longest that the first attempt takes, so that a lost packet leaves time for another one.
    static let firstAttemptTime = Duration.milliseconds(1500)
    /// The longest wait before the second attempt.
    static let longestPause = Duration.milliseconds(250)

    private let transport: any HTTPTransport
    private let surroundings: Surroundings

    /// Says how to fetch.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - surroundings: The time that has passed, waiting, and chance.
    package init(transport: any HTTPTransport, surroundings: Surroundings = .system) {
        self.transport = transport
        self.surroundings = surroundings
    }

    /// Gets the document.
    ///
    /// - Parameter url: Its address.
    /// - Returns: The body of the answer.
    /// - Throws: `TransportError`, or ``KeySetAnswerError`` for an answer of another status than 200.
    package func fetch(_ url: String) async throws -> [UInt8] {
        let start = surroundings.uptime()
        do {
            return try await attempt(url, within: Self.firstAttemptTime)
        } catch {
            guard Self.isWorthRepeating(error) else { throw error }
            try await surroundings.sleep(Self.longestPause * surroundings.fraction())
            let timeLeft = Self.totalTime - (surroundings.uptime() - start)
            guard timeLeft > .zero else { throw error }
            return try await attempt(url, within: timeLeft)
        }
    }

    private func attempt(_ url: String, within time: Duration) async throws -> [UInt8] {
        let limits = TransportLimits(
            connectTimeout: time,
            totalTimeout: time,
            maximumBodyByteCount: KeySet.maximumByteCount
        )
        let request = try TransportRequest(
            method: .get,
            url: url,
            headers: [("Accept", "application/json")],
            limits: limits
        )
        let response = try await transport.send(request)
        guard response.status == 200 else { throw KeySetAnswerError(status: response.status) }
        return response.body
    }

    private static func isWorthRepeating(_ error: any Error) -> Bool {
        switch error {
        case let error as TransportError: error.isWorthRetrying(ifRepeatable: true)
        case let error as KeySetAnswerError: (500...599).contains(error.status)
        default: false
        }
    }
}

/// An answer that is no key set; what its body says is nobody's business.
package struct KeySetAnswerError: Error, CustomStringConvertible {
    /// The HTTP status.
    package let status: Int

    package var description: String { "the answer has status \(status)" }
}
