import AppSupport
import Testing

@testable import userpool_gateway

@Suite("dev") struct DevBannerTests {
    private let banner = DevBanner(
        gateway: "http://127.0.0.1:8080",
        pool: "http://127.0.0.1:9229",
        poolID: "local_AbCdEfGhI",
        clientID: "1example23456789",
        issuer: "http://127.0.0.1:9229/local_AbCdEfGhI",
        password: "Aa1!00ff"
    )

    @Test("lines for boto3, pycognito, curl and the command line can be pasted")
    func text() {
        for line in [
            "export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://127.0.0.1:9229 AWS_DEFAULT_REGION=local",
            #"boto3_client_kwargs={"endpoint_url": "http://127.0.0.1:9229"}"#,
            #"curl -s -H 'Content-Type: application/json' -d '{"username":"alice","password":"Aa1!00ff"}' "#
                + "http://127.0.0.1:8080/v1/sessions",
            "curl -si -H 'Authorization: Bearer ACCESS_TOKEN' http://127.0.0.1:8080/v1/verify",
            "'http://127.0.0.1:9229/_local/codes/bob?wait=10s'",
            "userpool login --user alice --pool-id local_AbCdEfGhI --client-id 1example23456789 "
                + "--endpoint http://127.0.0.1:9229",
        ] {
            #expect(banner.text.contains(line), "\(line)")
        }
    }

    @Test("the environment is one variable a line")
    func environment() {
        let names = banner.environmentLines.split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(
            names == [
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "AWS_REGION", "AWS_DEFAULT_REGION", "USERPOOL_POOL_ID",
                "USERPOOL_POOL_CLIENT_ID", "USERPOOL_POOL_ENDPOINT", "USERPOOL_POOL_ISSUER", "GATEWAY_URL",
            ]
        )
    }

    @Test("without a new user nobody's password is made up")
    func existingUser() {
        var banner = banner
        banner.password = nil
        banner.file = "pool.sqlite"
        banner.notes = ["port 8080 is taken; the gateway listens on 8081"]
        #expect(!banner.text.contains("Aa1!"))
        #expect(banner.text.contains("kept in pool.sqlite"))
        #expect(banner.text.hasPrefix("note: port 8080 is taken"))
    }

    @Test("the next port is tried when one is taken, up to the last")
    func portSearch() async throws {
        let taken = Problem(.portTaken, "taken")
        let port = try await PortSearch(first: 8080).first { port in
            guard port == 8083 else { throw taken }
            return port
        }
        #expect(port == 8083)
        let none = await #expect(throws: Problem.self) {
            try await PortSearch(first: 65_530).first { _ in throw taken }
        }
        #expect(none?.code == .portTaken)
        let other = await #expect(throws: Problem.self) {
            try await PortSearch(first: 8080).first { _ in throw Problem(.inputOutput, "other") }
        }
        #expect(other?.code == .inputOutput)
    }
}
