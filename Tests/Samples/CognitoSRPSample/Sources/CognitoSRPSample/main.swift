// One SRP exchange, both sides in one process, with nothing but the room CognitoSRP.
import ByteCoding
import CognitoSRP

let identity = try SRPIdentity(userPoolID: "us-east-1_AbCdEfGhI", userID: "alice")
let password = SecretBytes(utf8: "correct horse battery staple")
let verifier = try SRPVerifier(identity: identity, password: password)
let server = try SRPServer(verifier: verifier)
let client = try SRPClient()
let challenge = try SRPChallenge(
    salt: verifier.saltHexadecimal,
    serverPublicKey: server.publicKey.hexadecimal,
    secretBlock: Base64.encode(Array("an opaque block".utf8))
)
let claim = try client.passwordClaim(
    for: challenge,
    identity: identity,
    password: password,
    at: UnixTime(seconds: 1_767_413_106)
)
try server.verify(claim, clientPublicKey: SRPPublicKey(hexadecimal: client.publicKey.hexadecimal), identity: identity)
print("proved at \(claim.timestamp)")
