import AppSupport

/// What a stranger may not learn: who exists, and in which state.
///
/// Each of these makes one answer, to the last byte and without the service's own name for it, of everything that the
/// service says of a user who is not there and of one who is there and cannot do this. Limits are told: the service sets
/// them against guessing, and they are the contract's.
extension RequestRules {
    /// A sign-in that was refused: no such user, a wrong password, or a user who is disabled.
    ///
    /// That a sign-up must be confirmed or a password reset is told to whoever knows the password, and to nobody who
    /// showed none.
    func hidingUser(ofSignIn problem: Problem, withPassword: Bool) -> Problem {
        var hidden: Set<Problem.Code> = [.userNotFound, .invalidCredentials, .userDisabled]
        if !withPassword { hidden.formUnion([.userNotConfirmed, .passwordResetRequired]) }
        guard hidesUserExistence, hidden.contains(problem.code) else { return problem }
        return Problem(.invalidCredentials, "\(Problem.Code.invalidCredentials.title).")
    }

    /// A code that was refused: whoever does not exist, is confirmed already or was sent none has no right code.
    func hidingUser(ofCode problem: Problem) -> Problem {
        let hidden: Set<Problem.Code> = [
            .userNotFound, .codeMismatch, .codeExpired, .userDisabled, .invalidCredentials, .wrongUserState,
            .userNotConfirmed, .passwordResetRequired,
        ]
        let isServices = problem.code == .invalidParameter && problem.cognito != nil
        guard hidesUserExistence, hidden.contains(problem.code) || isServices else { return problem }
        return Problem(.codeMismatch, "The code is wrong or has expired.")
    }

    /// Whether a failure to send a code must look like success: only a user who exists has no address, is confirmed, is
    /// disabled, or has one that messages do not reach.
    func keepsQuiet(about problem: Problem) -> Bool {
        let hidden: Set<Problem.Code> = [
            .userNotFound, .invalidCredentials, .userDisabled, .wrongUserState, .userNotConfirmed,
            .passwordResetRequired, .deliveryFailed, .attributeNotVerified,
        ]
        let isServices = problem.code == .invalidParameter && problem.cognito != nil
        return hidesUserExistence && (hidden.contains(problem.code) || isServices)
    }
}

extension Gateway {
    /// Sends a code to somebody who need not exist.
    ///
    /// - Parameters:
    ///   - context: The request's context, whose log line keeps what the caller is not told.
    ///   - send: The call.
    /// - Returns: Where the code went; `nil` where it must not be told whether one was sent.
    /// - Throws: ``Problem``.
    func sendingCode<Delivery>(
        in context: GatewayContext,
        _ send: () async throws -> Delivery?
    ) async throws -> Delivery? {
        do {
            let delivery = try await send()
            return rules.hidesUserExistence ? nil : delivery
        } catch {
            let problem = Problem(describing: error)
            guard rules.keepsQuiet(about: problem) else { throw problem }
            context.record.note(problem: problem.code.name, serviceRequestID: problem.cognito?.requestId)
            return nil
        }
    }
}
