import CognitoWire

/// Writes a request, reads an answer, and finds an operation by its name.
@main
struct CognitoWireSample {
    static func main() throws {
        let request = SignUpRequest(clientID: "1example23456789", username: "alice", password: "correct horse")
        for violation in request.constraintViolations() { print("refused: \(violation)") }
        let body = try WireCoder().encode(request)
        print("POST \(SignUp.target), \(body.count) bytes")

        let answer = Array(#"{"UserConfirmed":false,"UserSub":"7f3a","Future":[]}"#.utf8)
        print("sub: \(try WireCoder().decode(SignUp.Output.self, from: answer).userSub)")

        for member in WireOperations.named("ListUserPools")?.members ?? [] { print("\(member.name): \(member.type)") }
    }
}
