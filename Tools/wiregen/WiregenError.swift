/// A failure that whoever called the generator can mend; the message says how.
struct WiregenError: Error, Hashable, CustomStringConvertible {
    /// What happened; the only part to branch on.
    let code: Code
    /// What is wrong, where, and what to do about it.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var description: String { message }

    enum Code: Hashable {
        /// A file cannot be read or written.
        case file
        /// A file is no model in any of the known formats.
        case format
        /// A model uses what the generator has no translation for.
        case unsupported
        /// A pattern uses what the matcher has no translation for.
        case pattern
    }
}
