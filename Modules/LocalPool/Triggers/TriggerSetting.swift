public import HTTPTransport

/// A trigger as settings write it: `{"url": "…"}` or `{"command": ["…", "…"]}`.
public struct TriggerSetting: Codable, Hashable, Sendable {
    /// The address of an HTTP hook.
    public let url: String?
    /// A program with its arguments.
    public let command: [String]?

    private init(url: String?, command: [String]?) {
        self.url = url
        self.command = command
    }

    /// A hook.
    ///
    /// - Parameter address: An absolute address of `http` or `https`.
    /// - Returns: The setting, unchecked.
    public static func url(_ address: String) -> TriggerSetting {
        TriggerSetting(url: address, command: nil)
    }

    /// A program.
    ///
    /// - Parameter arguments: The program and what it is given.
    /// - Returns: The setting, unchecked.
    public static func command(_ arguments: [String]) -> TriggerSetting {
        TriggerSetting(url: nil, command: arguments)
    }

    /// Makes what the setting stands for.
    ///
    /// - Parameter transport: What sends the requests of hooks.
    /// - Returns: An ``HTTPTrigger`` or a ``CommandTrigger``.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration``, also if the setting has both or
    ///   neither.
    public func handler(transport: any HTTPTransport) throws(LocalPoolError) -> any TriggerHandler {
        switch (url, command) {
        case (let url?, nil): try HTTPTrigger(url: url, transport: transport)
        case (nil, let command?): try CommandTrigger(arguments: command)
        default: throw LocalPoolError(.invalidConfiguration, "a trigger has either an url or a command")
        }
    }
}
