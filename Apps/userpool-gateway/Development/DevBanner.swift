/// What `dev` says once everything runs: where things are, and lines that can be pasted.
struct DevBanner: Sendable {
    /// The gateway's address.
    let gateway: String
    /// The local pool's address.
    let pool: String
    /// The user pool id.
    let poolID: String
    /// The app client id.
    let clientID: String
    /// The `iss` of tokens.
    let issuer: String
    /// Where the pool is kept; `nil` for memory.
    var file: String?
    /// The password of alice, if she was made just now.
    var password: String?
    /// What is not as it was asked for.
    var notes: [String] = []

    /// The environment of a program that uses the pool or the gateway, a variable a line.
    var environmentLines: String {
        """
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=\(pool)
        AWS_REGION=\(region)
        AWS_DEFAULT_REGION=\(region)
        USERPOOL_POOL_ID=\(poolID)
        USERPOOL_POOL_CLIENT_ID=\(clientID)
        USERPOOL_POOL_ENDPOINT=\(pool)
        USERPOOL_POOL_ISSUER=\(issuer)
        GATEWAY_URL=\(gateway)
        """
    }

    /// The whole text.
    var text: String {
        let notes = notes.map { "note: \($0)\n" }.joined()
        let kept = file.map { "kept in \($0)" } ?? "in memory, gone when this stops"
        let user =
            password.map { "alice, password \($0)" }
            ?? "those of the file; sign one up as below"
        return """
            \(notes)
            Gateway        \(gateway)
            Local pool     \(pool)   (\(kept))
            Issuer         \(issuer)
            User pool id   \(poolID)
            App client id  \(clientID)
            User           \(user)

            Sign in:
              \(post("/v1/sessions", credentials))
            Ask who a token belongs to, as a proxy does:
              curl -si -H 'Authorization: Bearer ACCESS_TOKEN' \(gateway)/v1/verify
            Sign somebody up, read the code, confirm:
              \(post("/v1/signup", #"{"username":"bob","password":"Passw0rd!","attributes":{"email":"bob@example.com"}}"#))
              curl -s -H 'Accept: text/plain' '\(pool)/_local/codes/bob?wait=10s'
              \(post("/v1/signup/confirm", #"{"username":"bob","code":"CODE"}"#))
            Who is it:
              curl -s -H "Authorization: Bearer ACCESS_TOKEN" \(gateway)/v1/me

            boto3 and the AWS CLI:
              export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=\(pool) AWS_DEFAULT_REGION=\(region)
            pycognito:
              Cognito("\(poolID)", "\(clientID)", username="\(username)", boto3_client_kwargs={"endpoint_url": "\(pool)"})
            The command line:
              userpool login --user \(username) --pool-id \(poolID) --client-id \(clientID) --endpoint \(pool)

            Ctrl-C stops it.

            """
    }

    private var username: String { password == nil ? "bob" : "alice" }

    private var credentials: String {
        #"{"username":"\#(username)","password":"\#(password ?? "Passw0rd!")"}"#
    }

    /// The part of a user pool id before the underscore.
    private var region: String {
        String(poolID.prefix { $0 != "_" })
    }

    private func post(_ path: String, _ body: String) -> String {
        "curl -s -H 'Content-Type: application/json' -d '\(body)' \(gateway)\(path)"
    }
}
