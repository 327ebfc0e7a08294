import ByteCoding
import CognitoWire
import HTTPTypes
import LocalPool

/// Watches the calls of one client, which makes them one after another.
struct ProofRecorder: Sendable {
    private let pool: LocalPool
    private let events: AsyncStream<PoolEvent>
    /// An operation that no client asks for, which ends the recording.
    private static let end = "Proof.End"

    /// Begins with the next call.
    init(_ pool: LocalPool) {
        self.pool = pool
        events = pool.events(bufferingNewest: 1_000_000)
    }

    /// Ends the recording.
    ///
    /// - Parameters:
    ///   - client: Who made the calls.
    ///   - others: The ids of the requests that another client made in between to arrange things; they prove nothing of
    ///     this one.
    ///   - choices: The factors that requests of the client chose, by the ids of the requests; events do not show them.
    /// - Returns: What the client did.
    func proof(
        of client: String,
        besides others: Set<String> = [],
        choices: [String: String] = [:]
    ) async -> Proof {
        var headers: HTTPFields = [.contentType: "application/x-amz-json-1.1"]
        headers[.amzTarget] = Self.end
        _ = await pool.respond(to: LocalPoolRequest(method: .post, path: "/", headers: headers))
        var (proof, chain) = (Proof(client: client), [String]())
        for await event in events {
            guard let operation = event.operation else { break }
            // What is asked of the OAuth endpoints is no operation.
            guard event.isSuccess, !operation.hasPrefix("/"), !others.contains(event.requestID ?? "") else { continue }
            proof.operations.insert(OperationName.of(event))
            let (request, response) = (Self.object(event.request), Self.object(event.response))
            let choice = event.requestID.flatMap { choices[$0] }.map { " (\($0))" } ?? ""
            switch operation {
            case "InitiateAuth", "AdminInitiateAuth":
                let flow = request?["AuthFlow"]?.string ?? ""
                chain = [operation == "InitiateAuth" ? flow + choice : "\(flow) (administrator)"]
            case "RespondToAuthChallenge", "AdminRespondToAuthChallenge":
                chain.append((request?["ChallengeName"]?.string ?? "") + choice)
            case "GetTokensFromRefreshToken":
                chain = [operation]
            default: continue
            }
            guard response?["AuthenticationResult"]?.object != nil else { continue }
            proof.chains.insert(chain.joined(separator: Proof.step))
            chain = []
        }
        return proof
    }

    private static func object(_ text: String?) -> JSONObject? {
        text.flatMap { try? JSONReader().read(Array($0.utf8)).object }
    }
}

/// How operations are named where those of both services come together.
enum OperationName {
    /// The name with its service, as Swift has it.
    static func text(_ operation: AnyWireOperation) -> String {
        operation.service == .identityPools ? "IdentityPools.\(operation.name)" : operation.name
    }

    /// The operation of an event; of the few names that both services have, the ARN in the request tells which is meant.
    static func of(_ event: PoolEvent) -> String {
        let name = event.operation ?? ""
        let isOfIdentityPools =
            WireOperations.named(name, in: .userPools) == nil || event.request?.contains(":cognito-identity:") == true
        return WireOperations.named(name, in: isOfIdentityPools ? .identityPools : .userPools).map(text) ?? name
    }
}
