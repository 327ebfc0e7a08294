/// One key of the configuration: how it is called in a file, in the environment and on the command line.
///
/// The key `pool.clientId` is `pool: clientId:` in YAML, `USERPOOL_POOL_CLIENT_ID` in the environment, a file named
/// `pool-clientId` in the secrets directory, and `--client-id` on the command line.
public struct Setting: Hashable, Sendable {
    /// The key, with full stops between its parts.
    public let key: String
    /// The flag of the command line; secrets have none.
    public let flag: String?
    /// Whether the value must not be shown.
    public let isSecret: Bool
    /// What it is for, in a line.
    public let help: String

    private init(_ key: String, flag: String? = nil, isSecret: Bool = false, _ help: String) {
        self.key = key
        self.flag = flag
        self.isSecret = isSecret
        self.help = help
    }

    /// The name of the environment variable.
    public var environmentName: String {
        let words = key.reduce(into: "") { name, character in
            if character == "." {
                name += "_"
            } else {
                name += (character.isUppercase ? "_" : "") + character.uppercased()
            }
        }
        return "USERPOOL_\(words)"
    }

    /// The user pool id, such as us-east-1_AbCdEfGhI.
    public static let poolID = Self("pool.id", flag: "--pool-id", "the user pool id, such as us-east-1_AbCdEfGhI")
    /// The app client id.
    public static let clientID = Self("pool.clientId", flag: "--client-id", "the app client id")
    /// The app client's secret, if it has one.
    public static let clientSecret = Self("pool.clientSecret", isSecret: true, "the app client's secret, if it has one")
    /// A file that holds the app client's secret.
    public static let clientSecretFile = Self(
        "pool.clientSecretFile",
        flag: "--client-secret-file",
        "a file that holds the app client's secret"
    )
    /// The region; read from the pool id when absent.
    public static let region = Self("pool.region", flag: "--region", "the region; read from the pool id when absent")
    /// The service's address, for a local pool.
    public static let endpoint = Self("pool.endpoint", flag: "--endpoint", "the service's address, for a local pool")
    /// The `iss` of a local pool's tokens.
    public static let issuer = Self("pool.issuer", "the iss of a local pool's tokens; AWS has forms of its own")
    /// The forms of issuer that the service's tokens may have.
    public static let issuerKinds = Self(
        "pool.issuerKinds",
        "ORIGINAL, UPDATED or both with a comma: what iss looks like; ORIGINAL unless set"
    )
    /// The regions that the pool is replicated to.
    public static let replicaRegions = Self(
        "pool.replicaRegions",
        "the regions that the pool is replicated to, with commas between them"
    )
    /// How a sign-in begins: srp, password, userAuth or custom.
    public static let authFlow = Self(
        "pool.authFlow",
        flag: "--flow",
        "how a sign-in begins: srp, password, userAuth or custom"
    )
    /// How tokens are refreshed: auto, rotation or classic.
    public static let refresh = Self("pool.refresh", "how tokens are refreshed: auto, rotation or classic")
    /// Time for one attempt, such as 5s or 500ms.
    public static let timeout = Self("upstream.timeout", flag: "--timeout", "time for one attempt, such as 5s or 500ms")
    /// An HTTP proxy for calls to the service.
    public static let proxy = Self("upstream.proxy", "an HTTP proxy for calls to the service")
    /// A PEM file of further certificate authorities.
    public static let caFile = Self("caFile", flag: "--ca-file", "a PEM file of further certificate authorities")
    /// The entry of profiles: in the file that is meant.
    public static let profile = Self("profile", flag: "--profile", "the entry of profiles: in the file that is meant")
    /// Table, json, ndjson, yaml, env or value.
    public static let output = Self("cli.output", flag: "--output", "table, json, ndjson, yaml, env or value")
    /// A folder with one file for each secret key.
    public static let secretsDirectory = Self("secretsDirectory", "a folder with one file for each secret key")

    /// The address that the gateway listens on.
    public static let gatewayHost = Self("gateway.host", flag: "--host", "the address that the gateway listens on")
    /// The port that the gateway listens on.
    public static let gatewayPort = Self("gateway.port", flag: "--port", "the port that the gateway listens on")
    /// The keys that the gateway seals challenges with.
    public static let gatewaySealKeys = Self(
        "gateway.sealKeys",
        isSecret: true,
        "keys for challenge tokens, as id:base64 of 32 bytes; the first one seals"
    )
    /// Whether the gateway's sign-in keeps to itself who exists.
    public static let gatewayHideUserExistence = Self(
        "gateway.hideUserExistence",
        "true if nothing tells an unknown user from a wrong password or code, or false"
    )
    /// The longest body that the gateway takes.
    public static let gatewayBodyMaxBytes = Self("gateway.body.maxBytes", "the longest body of a request, in bytes")
    /// The time for a whole request of the gateway.
    public static let gatewayRequestTimeout = Self("gateway.requestTimeout", "time for a whole request, such as 15s")
    /// The time for the gateway's requests to finish.
    public static let gatewayShutdownGrace = Self(
        "gateway.shutdownGrace",
        "time for requests to finish after the signal to stop, such as 20s"
    )
    /// Whether the methods of the Node package cognito-user-pool are offered.
    public static let gatewayRPC = Self(
        "gateway.rpc",
        "true if POST /rpc/{method} offers the methods of the Node package cognito-user-pool, or false"
    )
    /// The difference between clocks that verification allows.
    public static let gatewayVerifyClockSkew = Self(
        "gateway.verify.clockSkew",
        "how far clocks may differ when tokens are verified, such as 60s; at most 300s"
    )
    /// The cookie that may hold a token.
    public static let gatewayVerifyCookie = Self(
        "gateway.verify.cookie",
        "the cookie with the token to verify, where there is no header Authorization"
    )
    /// How long an answer of the service about a token holds.
    public static let gatewayVerifyOnlineTTL = Self(
        "gateway.verify.online.ttl",
        "how long the service's answer about a token holds for online=1, such as 30s; 0 asks each time"
    )
    /// The most answers about tokens that are kept.
    public static let gatewayVerifyCacheSize = Self(
        "gateway.verify.cacheSize",
        "the most answers about tokens that are kept for online=1"
    )
    /// Whether there is a listener for administration.
    public static let gatewayAdminEnabled = Self(
        "gateway.admin.enabled",
        "true if the gateway listens for administration too, or false"
    )
    /// The address of the listener for administration.
    public static let gatewayAdminHost = Self(
        "gateway.admin.host",
        "the address that the gateway listens on for administration"
    )
    /// The port of the listener for administration.
    public static let gatewayAdminPort = Self(
        "gateway.admin.port",
        "the port that the gateway listens on for administration"
    )
    /// The keys of those who administrate.
    public static let gatewayAdminKeys = Self(
        "gateway.admin.keys",
        isSecret: true,
        "keys for administration, with commas between them; each is at least 20 characters"
    )
    /// The least severe lines of the log.
    public static let logLevel = Self("log.level", "the least severe lines that are logged, such as info")

    /// Every key, by name.
    public static let all: [Setting] = [
        gatewayHost, gatewayPort, gatewaySealKeys, gatewayHideUserExistence, gatewayBodyMaxBytes, gatewayRequestTimeout,
        gatewayShutdownGrace, gatewayRPC, gatewayVerifyClockSkew, gatewayVerifyCookie, gatewayVerifyOnlineTTL,
        gatewayVerifyCacheSize, gatewayAdminEnabled, gatewayAdminHost, gatewayAdminPort, gatewayAdminKeys, logLevel,
        poolID, clientID, clientSecret, clientSecretFile, region, endpoint, issuer, issuerKinds,
        replicaRegions, authFlow, refresh, timeout, proxy, caFile,
        profile, output, secretsDirectory,
    ].sorted { $0.key < $1.key }

    /// The settings as a help text lists them: key, variable and meaning, one a line.
    ///
    /// - Parameter others: Settings that mean nothing where the text is shown.
    /// - Returns: The lines.
    public static func table(without others: Set<Setting>) -> String {
        all.filter { !others.contains($0) }
            .map { "\($0.key) (\($0.environmentName)): \($0.help)" }
            .joined(separator: "\n")
    }
}
