import ByteCoding
import CognitoClient
import Testing

@Suite("Credentials") struct CredentialsTests {
    @Test("the environment's three variables are read")
    func environment() throws {
        let credentials = try EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary", "AWS_SESSION_TOKEN": "token/+=",
        ]).credentials()
        #expect(credentials.accessKeyID == "AKIDEXAMPLE")
        #expect(credentials.secretAccessKey.count == 6)
        #expect(credentials.sessionToken?.count == 8)
        #expect(credentials.expiration == nil)
    }

    @Test("an empty session token counts as none")
    func emptyToken() throws {
        let credentials = try EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary", "AWS_SESSION_TOKEN": "",
        ]).credentials()
        #expect(credentials.sessionToken == nil)
    }

    @Test(
        "what is missing is named",
        arguments: [
            ([:], "AWS_ACCESS_KEY_ID"), (["AWS_ACCESS_KEY_ID": "A"], "AWS_SECRET_ACCESS_KEY"),
            (["AWS_SECRET_ACCESS_KEY": "canary"], "AWS_ACCESS_KEY_ID"),
            (["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "canary"], "AWS_ACCESS_KEY_ID"),
        ]
    )
    func missing(environment: [String: String], name: String) {
        let error = #expect(throws: CognitoClientError.self) {
            try EnvironmentCredentials(environment).credentials()
        }
        #expect(error?.code == .missingCredentials)
        #expect(error?.message.contains(name) == true)
    }

    @Test(
        "what cannot be part of a request is refused, and not shown",
        arguments: [
            ("A B", "canary", nil), ("A\r\nX: y", "canary", nil), ("A/b", "canary", nil), ("ä", "canary", nil),
            ("A", "canary", "to\r\nken"), ("A", "canary", "to ken"), ("A", "canary", "töken"),
            (String(repeating: "A", count: 129), "canary", nil),
        ] as [(String, String, String?)]
    )
    func unusable(id: String, secret: String, token: String?) {
        var environment = ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret]
        environment["AWS_SESSION_TOKEN"] = token
        let error = #expect(throws: CognitoClientError.self) {
            try EnvironmentCredentials(environment).credentials()
        }
        #expect(error?.code == .invalidCredentials)
        #expect(error?.message.contains("canary") == false)
        #expect(token.map { error?.message.contains($0) } != true)
    }

    @Test("printing and dumping credentials shows no secret")
    func redaction() throws {
        let credentials = try Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: SecretBytes(utf8: "canary-1"),
            sessionToken: SecretBytes(utf8: "canary-2")
        )
        var text = "\(credentials) \(String(reflecting: credentials))"
        dump(credentials, to: &text)
        dump(StaticCredentials(credentials), to: &text)
        #expect(!text.contains("canary"))
    }
}
