/// A server that is not ours: moto's imitation of AWS, on a free port of 127.0.0.1, for as long as the value lives.
package final class MotoServer: Sendable {
    /// `http://127.0.0.1:PORT`.
    package let url: String
    /// The id of the one access key that the server takes; `AKIDEXAMPLE` if it takes any.
    package let accessKeyID: String
    /// The secret key that goes with it.
    package let secretAccessKey: String
    private let process: SpawnedProcess

    /// Starts the server.
    ///
    /// - Parameter verifiesSignatures: Whether requests that must be signed are refused unless their signature is the one
    ///   that botocore computes. `GetUser`, `InitiateAuth`, `SignUp`, `ConfirmSignUp` and `ForgotPassword` need none.
    /// - Throws: ``Peers/Missing`` if the peers are not installed, or why the server did not start.
    package init(verifiesSignatures: Bool = false) throws {
        process = try Peers.start("Tools/Peers/moto_peer.py", verifiesSignatures ? ["--verify-signatures"] : [])
        url = try process.readLine()
        accessKeyID = verifiesSignatures ? try process.readLine() : "AKIDEXAMPLE"
        secretAccessKey = verifiesSignatures ? try process.readLine() : "secret"
    }
}
