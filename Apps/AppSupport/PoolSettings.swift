import ByteCoding
public import CognitoClient
import CognitoJWT
import Foundation
public import HTTPTransport
public import UserPoolKit

/// What is needed to call one pool: the settings under `pool.` and `upstream.`, read and checked.
public struct PoolSettings: Sendable {
    /// The user pool id; empty where a command can do without.
    public let poolID: String
    /// The app client and its secret.
    public let appClient: AppClient
    /// The region; from the pool id where it is not set.
    public let region: String?
    /// The service's address where it is not AWS.
    public let endpoint: String?
    /// How a sign-in begins.
    public let flow: SignInFlow
    /// How tokens are refreshed.
    public let refreshMethod: RefreshMethod
    /// The time for one attempt.
    public let timeout: Duration
    /// A PEM file of further certificate authorities.
    public let caFile: String?
    /// An HTTP proxy.
    public let proxy: String?
    /// The issuers that are named; `nil` if nothing is said about them.
    let namedIssuers: Issuers?

    /// Reads the settings; faults are left with the reader.
    ///
    /// - Parameters:
    ///   - reader: The configuration.
    ///   - needsPool: Whether pool and client must be named; a raw call of the API can do without.
    public init(reading reader: inout SettingsReader, needsPool: Bool = true) async {
        if needsPool {
            poolID = await reader.required(.poolID)
            appClient = AppClient(id: await reader.required(.clientID), secret: await Self.secret(reading: &reader))
        } else {
            poolID = await reader.text(.poolID) ?? ""
            appClient = AppClient(id: await reader.text(.clientID) ?? "")
        }
        region = await reader.text(.region)
        endpoint = await reader.text(.endpoint)
        flow =
            await reader.value(.authFlow, expected: "srp, password, userAuth or custom") {
                ["srp": SignInFlow.srp, "password": .password, "userAuth": .choice(), "custom": .custom][$0]
            } ?? .srp
        refreshMethod =
            await reader.value(.refresh, expected: "auto, rotation or classic") {
                ["auto": RefreshMethod.automatic, "rotation": .rotation, "classic": .classic][$0]
            } ?? .automatic
        timeout =
            await reader.value(.timeout, expected: "a duration such as 5s or 500ms") { Duration(text: $0) }
            ?? .seconds(5)
        caFile = await reader.text(.caFile)
        proxy = await reader.text(.proxy)
        namedIssuers = await Self.namedIssuers(reading: &reader)
    }

    private static func secret(reading reader: inout SettingsReader) async -> SecretBytes? {
        if let path = await reader.text(.clientSecretFile) {
            guard let text = try? SecretText.read(path: path) else {
                reader.fault(.clientSecretFile, "\(path) cannot be read or is empty")
                return nil
            }
            return text
        }
        return await reader.text(.clientSecret).map { SecretBytes(utf8: $0) }
    }
}

extension PoolSettings {
    /// The client of the service.
    ///
    /// - Parameters:
    ///   - transport: What sends requests.
    ///   - credentials: Who signs the operations that must be signed.
    ///   - observation: Whom the client tells what it does; by default its log lines go nowhere.
    /// - Returns: The client.
    /// - Throws: `CognitoClientError` if region or endpoint make no sense.
    public func makeClient(
        transport: any HTTPTransport,
        credentials: (any CredentialsProvider)? = nil,
        observation: ClientObservation = ClientObservation()
    ) throws -> CognitoClient {
        let region = try region.map { try Region($0) } ?? Region(userPoolID: poolID)
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(region: region, variant: [], custom: endpoint)
        )
        configuration.retry.attemptTimeout = timeout
        configuration.retry.totalTimeout = max(timeout * 3, configuration.retry.totalTimeout)
        configuration.userAgent = "userpool/\(Release.version)"
        configuration.observation = observation
        return CognitoClient(configuration: configuration, transport: transport, credentials: credentials)
    }

    /// The pool, seen through the app client.
    ///
    /// - Parameters:
    ///   - transport: What sends requests.
    ///   - observation: As for ``makeClient(transport:credentials:observation:)``.
    /// - Returns: The pool.
    /// - Throws: `UserPoolError` or `CognitoClientError` if an id, the region or the endpoint make no sense.
    public func makePool(
        transport: any HTTPTransport,
        observation: ClientObservation = ClientObservation()
    ) throws -> UserPool {
        try UserPool(
            id: poolID,
            appClient: appClient,
            cognito: makeClient(transport: transport, observation: observation),
            refreshMethod: refreshMethod
        )
    }
}

extension Duration {
    /// Reads `500ms`, `10s`, `2m` or `1h`, at most a day; a bare number is seconds.
    public init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits) else { return nil }
        let milliseconds: Int64? = ["ms": 1, "": 1000, "s": 1000, "m": 60_000, "h": 3_600_000][
            String(text.dropFirst(digits.count))
        ]
        guard let milliseconds else { return nil }
        let (total, overflow) = count.multipliedReportingOverflow(by: milliseconds)
        guard !overflow, total <= 86_400_000 else { return nil }
        self = .milliseconds(total)
    }
}
