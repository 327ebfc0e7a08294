package import Foundation

/// The clients and servers that others wrote, in the virtual environment that `Tools/setup --peers` makes.
package enum Peers {
    /// A set-up that was not run.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The top of the checkout that the tests were built from.
    package static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Starts a Python program of the environment.
    ///
    /// - Parameters:
    ///   - program: The program's path from the top of the checkout.
    ///   - arguments: What it is told.
    ///   - environment: Variables beside those of this process.
    ///   - mergesErrors: Whether standard error is read with standard output.
    /// - Returns: The running program.
    /// - Throws: ``Missing`` if the environment is not there, or why the program did not start.
    package static func start(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        mergesErrors: Bool = false
    ) throws -> SpawnedProcess {
        let python = top.appending(path: ".build/peers/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Missing(description: "the tests' peers are not installed: run Tools/setup --peers")
        }
        return try SpawnedProcess(
            python,
            [top.appending(path: program).path] + arguments,
            environment: environment,
            mergesErrors: mergesErrors
        )
    }
}
