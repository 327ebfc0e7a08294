public import ByteCoding

/// A trigger that is a program: the event is its standard input, the answer its standard output.
///
/// It is started for each event, with the environment's `PATH` and nothing else of it, and ended with all that it started
/// when the time is up. To refuse, it ends with another status than 0; the last line of its standard error is what
/// the caller hears.
public struct CommandTrigger: TriggerHandler {
    private let arguments: [String]

    /// Takes a program.
    ///
    /// - Parameter arguments: The program, a path or a name to be found in `PATH`, and what it is given; no shell reads
    ///   them.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration``.
    public init(arguments: [String]) throws(LocalPoolError) {
        guard arguments.first?.isEmpty == false, arguments.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw LocalPoolError(.invalidConfiguration, "a trigger's command has a program, and no NUL")
        }
        self.arguments = arguments
    }

    /// Runs the program.
    ///
    /// - Parameter event: The event.
    /// - Returns: The answer; an empty object if the program prints nothing, or `null`.
    /// - Throws: ``TriggerFailure``.
    public func answer(_ event: JSONObject) async throws -> JSONObject {
        let child = try ChildProcess(arguments: arguments)
        let ending = await withTaskCancellationHandler {
            await child.finish(input: Array(event.text.utf8))
        } onCancel: {
            child.kill()
        }
        guard ending.isWhole else {
            throw TriggerFailure(.unreadableAnswer, "the program prints more than an answer may have")
        }
        guard ending.status == 0 else {
            try Task.checkCancellation()
            let reason = ending.lastErrorLine ?? "the program ended with status \(ending.status)"
            throw TriggerFailure(.refused, reason)
        }
        return try JSONObject(triggerOutput: ending.output)
    }
}
