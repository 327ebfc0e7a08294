import ByteCoding
import CognitoClient
import CognitoSRP
import CognitoWire
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import UserPoolKit

/// One call that reached the double.
struct RecordedCall: Sendable {
    let operation: String
    let body: [String: WireDocument]

    /// A text member, or a text within an object member.
    func text(_ path: String...) -> String? {
        var value = WireDocument.object(body)
        for name in path {
            guard case .object(let members) = value, let member = members[name] else { return nil }
            value = member
        }
        guard case .string(let text) = value else { return nil }
        return text
    }
}

/// A service whose answers a test writes: one closure for every call.
final class ScriptedService: HTTPTransport {
    struct Answer: Sendable {
        var status = 200
        var json = "{}"
    }

    private let recorded = Mutex<[RecordedCall]>([])
    private let answer: @Sendable (RecordedCall) throws -> Answer

    init(_ answer: @escaping @Sendable (RecordedCall) throws -> Answer) {
        self.answer = answer
    }

    var calls: [RecordedCall] { recorded.withLock { $0 } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let target = HTTPField.Name("X-Amz-Target").flatMap { request.headers[$0] } ?? ""
        do {
            let call = RecordedCall(
                operation: String(target.split(separator: ".").last ?? ""),
                body: try WireCoder().decode([String: WireDocument].self, from: request.body)
            )
            recorded.withLock { $0.append(call) }
            let answer = try answer(call)
            return TransportResponse(status: answer.status, body: Array(answer.json.utf8))
        } catch {
            throw TransportError(.connectionLost, "\(error)", mayHaveReachedServer: true)
        }
    }

    /// A pool whose service this is; the clock stands still.
    func pool(
        secret: String? = nil,
        refresh: RefreshMethod = .automatic
    ) throws -> UserPool {
        let region = try Region(userPoolID: "us-east-1_AbCdEfGhI")
        return try UserPool(
            id: "us-east-1_AbCdEfGhI",
            appClient: AppClient(id: "1example23456789", secret: secret.map { SecretBytes(utf8: $0) }),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(endpoints: EndpointRules(region: region)),
                transport: self,
                surroundings: .standing { UnixTime(seconds: 1_767_413_106) }
            ),
            refreshMethod: refresh
        )
    }
}

/// The service's side of `USER_SRP_AUTH` for one user.
struct SRPUser: Sendable {
    let username: String
    let server: SRPServer
    let verifier: SRPVerifier
    let identity: SRPIdentity
    static let secretBlock = Base64.encode(Array("opaque".utf8))

    init(username: String, password: String) throws {
        self.username = username
        identity = try SRPIdentity(userPoolID: "us-east-1_AbCdEfGhI", userID: username)
        verifier = try SRPVerifier(identity: identity, password: SecretBytes(utf8: password))
        server = try SRPServer(verifier: verifier)
    }

    var challenge: ScriptedService.Answer {
        ScriptedService.Answer(
            json: """
                {"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"\(verifier.saltHexadecimal)",\
                "SRP_B":"\(server.publicKey.hexadecimal)","SECRET_BLOCK":"\(Self.secretBlock)","USERNAME":"\(username)",\
                "USER_ID_FOR_SRP":"\(username)"}}
                """
        )
    }

    /// Whether the responses prove the password.
    func accepts(_ call: RecordedCall, clientPublicKey: String) -> Bool {
        guard let signature = call.text("ChallengeResponses", "PASSWORD_CLAIM_SIGNATURE"),
            let block = call.text("ChallengeResponses", "PASSWORD_CLAIM_SECRET_BLOCK"),
            let timestamp = call.text("ChallengeResponses", "TIMESTAMP"),
            let key = try? SRPPublicKey(hexadecimal: clientPublicKey)
        else { return false }
        let claim = PasswordClaim(signature: signature, secretBlock: block, timestamp: timestamp)
        return (try? server.verify(claim, clientPublicKey: key, identity: identity)) != nil
    }
}

/// Tokens as the service makes them, but for the signature, which nobody reads here.
enum FakeTokens {
    static func token(_ claims: String) -> String {
        "eyJhbGciOiJSUzI1NiJ9.\(Base64URL.encode(Array(claims.utf8))).AA"
    }

    static let access = token("{\"sub\":\"subject-1\",\"username\":\"alice\",\"exp\":1767416706}")
    static let id = token("{\"sub\":\"subject-1\",\"exp\":1767416707}")

    static func result(refreshToken: String? = "refresh-1") -> ScriptedService.Answer {
        let refresh = refreshToken.map { ",\"RefreshToken\":\"\($0)\"" } ?? ""
        return ScriptedService.Answer(
            json: """
                {"AuthenticationResult":{"AccessToken":"\(access)","IdToken":"\(id)","ExpiresIn":3600,"TokenType":"Bearer"\(refresh)}}
                """
        )
    }

    static let resultWithDevice = ScriptedService.Answer(
        json: """
            {"AuthenticationResult":{"AccessToken":"\(access)","TokenType":"Bearer","RefreshToken":"refresh-1",\
            "NewDeviceMetadata":{"DeviceKey":"us-east-1_device","DeviceGroupKey":"-group"}}}
            """
    )

    static func error(_ code: String, _ message: String) -> ScriptedService.Answer {
        ScriptedService.Answer(status: 400, json: "{\"__type\":\"\(code)\",\"message\":\"\(message)\"}")
    }
}
