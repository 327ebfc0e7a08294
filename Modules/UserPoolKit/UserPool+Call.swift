internal import ByteCoding
internal import CognitoClient
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives

extension UserPool {
    /// Calls an operation; what it throws is this room's error.
    func call<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input
    ) async throws(UserPoolError) -> Operation.Output {
        do throws(CognitoClientError) {
            return try await cognito.call(operation, request)
        } catch {
            throw UserPoolError(error)
        }
    }

    /// The secret hash for a username, as most requests carry it; `nil` for an app client without secret.
    func secretHash(for username: String) throws(UserPoolError) -> Sensitive<String>? {
        try appClient.secretHash(for: username).map { Sensitive($0) }
    }
}

extension UserPoolError {
    /// What is wrong with the numbers of an SRP exchange.
    init(_ error: SRPError) {
        self.init(.malformedAnswer, "the exchange cannot go on: \(error.message)")
    }

    /// No randomness, as a rule.
    init(_ error: CryptoError) {
        self.init(.cryptography, "\(error)")
    }
}

/// Runs the steps of an SRP exchange; what they throw becomes this room's error.
func exchanging<Result>(_ body: () throws(SRPError) -> Result) throws(UserPoolError) -> Result {
    do throws(SRPError) {
        return try body()
    } catch {
        throw UserPoolError(error)
    }
}
