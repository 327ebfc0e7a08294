public import ByteCoding
import CognitoJWTSigning
public import CognitoWire
public import CryptoPrimitives
import FuzzSupport
import HTTPTypes
public import LocalPool
import Synchronization

/// A pool whose time stands still and whose randomness is seeded, with two users: `alice`, who is signed in, and `bob`, who
/// has to choose a password.
///
/// Whatever is done to arrange it must be accepted: a target that is refused here would fuzz nothing.
public struct PoolWorld: Sendable {
    /// The id of the pool made at start.
    public static let poolID = "local_FuzzPool1"
    /// The id of its app client.
    public static let clientID = "0123456789abcdefghijklmnop"
    /// The password of every user.
    public static let password = "Passw0rd!"
    /// The pool's time of day.
    public static let now = UnixTime(seconds: 1_767_225_600)
    /// Made at start, as they take long; no input depends on them.
    private static let signingKeys = [makeKey(), makeKey()]

    /// The pool.
    public let pool: LocalPool

    /// Opens a pool that is there or makes one.
    ///
    /// - Parameters:
    ///   - file: The data file, or `nil` for a pool in memory.
    ///   - seed: Of the randomness; another one for each time that a file is opened, as ids must not come again.
    /// - Throws: Why the file cannot be used.
    public init(file: String? = nil, seed: UInt64 = 1) throws(LocalPoolError) {
        var configuration = LocalPoolConfiguration(file: file)
        configuration.poolID = Self.poolID
        configuration.clientID = Self.clientID
        configuration.signingKeys = Self.signingKeys
        configuration.clock = { Self.now }
        configuration.random = .seeded(seed)
        pool = try LocalPool(configuration: configuration)
    }

    /// Makes the users, a group and an identity pool, and signs `alice` in.
    ///
    /// - Returns: What a request may say in place of ids and tokens, which are not known beforehand.
    public func arrange() -> [String: String] {
        let (pool, client) = (WireDocument.string(Self.poolID), WireDocument.string(Self.clientID))
        accepted(
            "UpdateUserPool",
            [
                "UserPoolId": pool, "AutoVerifiedAttributes": .array([.string("email")]),
                "DeviceConfiguration": .object(["ChallengeRequiredOnNewDevice": .bool(false)]),
            ]
        )
        accepted(
            "SignUp",
            [
                "ClientId": client, "Username": .string("alice"), "Password": .string(Self.password),
                "UserAttributes": .array([
                    .object(["Name": .string("email"), "Value": .string("alice@example.com")])
                ]),
            ]
        )
        accepted("AdminConfirmSignUp", ["UserPoolId": pool, "Username": .string("alice")])
        accepted(
            "AdminCreateUser",
            [
                "UserPoolId": pool, "Username": .string("bob"), "TemporaryPassword": .string(Self.password),
                "MessageAction": .string("SUPPRESS"),
            ]
        )
        accepted("CreateGroup", ["UserPoolId": pool, "GroupName": .string("staff")])
        let identityPool = accepted(
            "CreateIdentityPool",
            ["IdentityPoolName": .string("fuzz"), "AllowUnauthenticatedIdentities": .bool(true)]
        )["IdentityPoolId"]
        let identity = accepted("GetId", ["IdentityPoolId": .string(identityPool?.string ?? "")])["IdentityId"]
        let tokens = signedIn(as: "alice")["AuthenticationResult"]?.object
        let device = tokens?["NewDeviceMetadata"]?.object
        let found = [
            "@ACCESS@": tokens?["AccessToken"], "@REFRESH@": tokens?["RefreshToken"], "@ID@": tokens?["IdToken"],
            "@DEVICE@": device?["DeviceKey"], "@DEVICEGROUP@": device?["DeviceGroupKey"],
            "@SESSION@": signedIn(as: "bob")["Session"], "@IDENTITYPOOL@": identityPool, "@IDENTITY@": identity,
        ]
        return found.mapValues { value in
            guard let text = value?.string else { fatalError("what the pool should have made is missing") }
            return text
        }
    }

    /// Signs somebody in with the password, up to the tokens or the first challenge.
    public func signedIn(as username: String) -> JSONObject {
        accepted(
            "InitiateAuth",
            [
                "ClientId": .string(Self.clientID), "AuthFlow": .string("USER_PASSWORD_AUTH"),
                "AuthParameters": .object(["USERNAME": .string(username), "PASSWORD": .string(Self.password)]),
            ]
        )
    }

    /// Calls an operation that must be performed.
    @discardableResult
    public func accepted(_ operation: String, _ request: [String: WireDocument]) -> JSONObject {
        guard let answer = call(operation, request).result else { fatalError("\(operation) is refused") }
        return answer
    }

    /// Calls an operation of either service by its name.
    public func call(_ operation: String, _ request: [String: WireDocument]) -> PoolAnswer {
        guard let operation = WireOperations.named(operation),
            let body = try? WireCoder().encode(WireDocument.object(request))
        else { fatalError("\(operation) is no operation") }
        return call(operation, body: body)
    }

    /// Calls an operation with any bytes.
    public func call(_ operation: AnyWireOperation, body: [UInt8]) -> PoolAnswer {
        var headers: HTTPFields = [.contentType: WireCoder.contentType]
        guard let target = HTTPField.Name("x-amz-target") else { fatalError("that is a name") }
        headers[target] = operation.target
        let request = LocalPoolRequest(method: .post, path: "/", headers: headers, body: body)
        return PoolAnswer(waiting { [pool] in await pool.respond(to: request) })
    }

    private static func makeKey() -> SigningKey {
        guard let key = try? SigningKey.generate() else { fatalError("no key") }
        return key
    }
}

/// What a pool answered: a result, or one of the service's errors.
public struct PoolAnswer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The result; `nil` for an error.
    public let result: JSONObject?
    /// The code of the error; `nil` for a result.
    public let error: ServiceErrorCode?

    init(_ response: LocalPoolResponse) {
        status = response.status.code
        let object = try? JSONReader(maximumByteCount: .max, maximumDepth: 64, maximumNameCount: .max)
            .read(response.body).object
        guard let object else { fatalError("an answer is a JSON object") }
        result = status == 200 ? object : nil
        error = status == 200 ? nil : object["__type"]?.string.map { ServiceErrorCode(rawValue: $0) }
        require(status == 200 || error != nil, "an answer is a result, or an error with a code")
        require(status == 200 || object["message"]?.string?.isEmpty == false, "an error has a message")
    }
}

extension RandomBytes {
    /// SplitMix64: the same bytes for the same seed.
    public static func seeded(_ seed: UInt64) -> RandomBytes {
        let state = SplitMix(seed)
        return RandomBytes { output throws(CryptoError) in
            while output.freeCapacity > 0 { output.append(state.next()) }
        }
    }
}

private final class SplitMix: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt8 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
        }
    }
}
