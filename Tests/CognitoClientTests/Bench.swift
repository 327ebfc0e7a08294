import ByteCoding
import CognitoClient
import CognitoWire
import HTTPTransport
import HTTPTypes

/// A client on a scripted transport in a world without real time.
struct Bench {
    let client: CognitoClient
    let transport: ScriptedTransport
    let surroundings: FakeSurroundings

    init(
        _ turns: [ScriptedTransport.Turn],
        endpoint: String? = nil,
        credentials: (any CredentialsProvider)? = nil,
        fractions: [Double] = [],
        secondsPerAttempt: Double = 0,
        surroundings: FakeSurroundings? = nil,
        change: (inout CognitoClientConfiguration) -> Void = { _ in }
    ) throws {
        let region = try Region("eu-central-1")
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(region: region, variant: [], custom: endpoint)
        )
        change(&configuration)
        let surroundings = surroundings ?? FakeSurroundings(fractions: fractions)
        transport = ScriptedTransport(turns) { surroundings.advance(.seconds(secondsPerAttempt)) }
        self.surroundings = surroundings
        client = CognitoClient(
            configuration: configuration,
            transport: transport,
            credentials: credentials,
            surroundings: surroundings.surroundings
        )
    }

    static let greet = AnyWireOperation(Greet.self)
    static let administer = AnyWireOperation(Administer.self)

    /// An operation of the model, or one of the two above.
    static func operation(named name: String) -> AnyWireOperation {
        WireOperations.named(name) ?? (name == "Administer" ? administer : greet)
    }

    /// Credentials that nobody accepts.
    static func makeCredentials() throws -> Credentials {
        try Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: SecretBytes(utf8: "secret-canary-1"))
    }

    static var credentials: any CredentialsProvider {
        get throws { StaticCredentials(try makeCredentials()) }
    }
}

extension TransportRequest {
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}

/// An operation that is not signed.
enum Greet: WireOperation {
    struct Input: WireStructure {
        var name: String
        var password: Sensitive<String>?

        func check(_ check: inout WireConstraintCheck) {}

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case password = "Password"
        }
    }

    struct Output: Codable, Sendable {
        var reply: String?

        enum CodingKeys: String, CodingKey {
            case reply = "Reply"
        }
    }

    static let name = "Greet"
    static let service = testService
    static let authentication = WireAuthentication.none
    static let errors: [ServiceErrorCode] = []
    static let members: [WireMember] = []
}

/// An operation that must be signed.
enum Administer: WireOperation {
    typealias Input = Greet.Input
    typealias Output = Greet.Output

    static let name = "Administer"
    static let service = testService
    static let authentication = WireAuthentication.sigV4
    static let errors: [ServiceErrorCode] = []
    static let members: [WireMember] = []
}

let testService = WireService(
    targetPrefix: "AWSCognitoIdentityProviderService",
    endpointPrefix: "cognito-idp",
    signingName: "cognito-idp",
    apiVersion: "2016-04-18"
)
