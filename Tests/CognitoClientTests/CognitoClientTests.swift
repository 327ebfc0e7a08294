import ByteCoding
import CognitoClient
import CognitoWire
import HTTPTransport
import HTTPTypes
import Testing

@Suite("Calls") struct CognitoClientTests {
    @Test("an unsigned call goes to the service's host with the headers of AWS JSON 1.1")
    func unsignedCall() async throws {
        let bench = try Bench([.answer(200, body: #"{"Reply":"hello"}"#)])
        let answer = try await bench.client.call(Greet.self, Greet.Input(name: "Jo", password: nil))
        #expect(answer.reply == "hello")
        let request = try #require(bench.transport.requests.first)
        #expect(request.method == .post)
        #expect(request.url.description == "https://cognito-idp.eu-central-1.amazonaws.com/")
        #expect(request.header("content-type") == "application/x-amz-json-1.1")
        #expect(request.header("x-amz-target") == "AWSCognitoIdentityProviderService.Greet")
        #expect(request.header("user-agent") == "userpool")
        #expect(request.header("authorization") == nil)
        #expect(request.body == Array(#"{"Name":"Jo"}"#.utf8))
        #expect(request.limits.totalTimeout == .seconds(5))
    }

    @Test("a signed call carries the signature of its own bytes")
    func signedCall() async throws {
        let bench = try Bench([.answer(200)], credentials: Bench.credentials)
        _ = try await bench.client.call(Administer.self, Greet.Input(name: "Jo", password: nil))
        let request = try #require(bench.transport.requests.first)
        let signer = SigV4Signer(
            credentials: try Bench.makeCredentials(),
            region: try Region("eu-central-1"),
            service: "cognito-idp"
        )
        let expected = try signer.signature(
            of: SigV4Request(
                method: "POST",
                path: "/",
                headers: [
                    ("Host", "cognito-idp.eu-central-1.amazonaws.com"),
                    ("Content-Type", "application/x-amz-json-1.1"),
                    ("X-Amz-Target", "AWSCognitoIdentityProviderService.Administer"),
                ],
                body: Array(#"{"Name":"Jo"}"#.utf8)
            ),
            at: bench.surroundings.now
        )
        for header in expected.headers { #expect(request.header(header.name) == header.value) }
    }
}
