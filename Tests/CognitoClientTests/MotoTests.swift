import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import TestSupport
import Testing

/// The whole way, over a socket, to a server that is not ours and that checks signatures with botocore's code.
@Suite("Against moto") struct MotoTests {
    @Test("signed calls are accepted, typed and by name, and an unsigned one follows")
    func calls() async throws {
        let moto = try MotoServer(verifiesSignatures: true)
        let client = try Self.client(of: moto, secretAccessKey: moto.secretAccessKey)

        let empty = try await client.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(empty.userPools?.isEmpty == true)

        let made = try await client.call(
            named: "CreateUserPool",
            json: Array(#"{"PoolName":"Grüße, \u4e16界"}"#.utf8)
        )
        let pool = try #require(
            try WireCoder().decode(CreateUserPoolResponse.self, from: made.json).userPool?.id
        )
        let listed = try await client.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        #expect(listed.userPools?.map(\.name) == ["Grüße, 世界"])

        let app = try await client.call(
            CreateUserPoolClient.self,
            CreateUserPoolClientRequest(clientName: "app", userPoolID: pool)
        )
        let clientID = try #require(app.userPoolClient?.clientID)
        let answer = try await Self.client(of: moto, secretAccessKey: nil).call(
            SignUp.self,
            SignUpRequest(clientID: clientID, username: "jo", password: "Passw0rd!")
        )
        #expect(answer.userConfirmed == false)
        #expect(answer.userSub.isEmpty == false)
    }

    @Test("a wrong secret key is refused")
    func wrongKey() async throws {
        let moto = try MotoServer(verifiesSignatures: true)
        let client = try Self.client(of: moto, secretAccessKey: "not the key")
        let error = await #expect(throws: CognitoClientError.self) {
            try await client.call(ListUserPools.self, ListUserPoolsRequest(maxResults: 10))
        }
        // moto says it in XML, whatever the protocol of the request.
        #expect(error?.code == .unexpectedStatus)
        #expect(error?.httpStatus == 403)
    }

    @Test("an error of the service keeps its code and its message")
    func serviceError() async throws {
        let moto = try MotoServer()
        let client = try Self.client(of: moto, secretAccessKey: "any")
        let error = await #expect(throws: CognitoClientError.self) {
            try await client.call(DescribeUserPool.self, DescribeUserPoolRequest(userPoolID: "us-east-1_NoSuchPool"))
        }
        #expect(error?.serviceCode == .resourceNotFound)
        #expect(error?.httpStatus == 400)
        #expect(error?.remedy == .fixInput)
    }

    private static func client(of moto: MotoServer, secretAccessKey: String?) throws -> CognitoClient {
        CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: moto.url, region: Region("us-east-1"))
            ),
            transport: try CurlTransport(),
            credentials: try secretAccessKey.map { secret in
                StaticCredentials(
                    try Credentials(accessKeyID: moto.accessKeyID, secretAccessKey: SecretBytes(utf8: secret))
                )
            }
        )
    }
}
