internal import CryptoPrimitives

/// How codes are compared.
enum OneTimeCode {
    /// Whether an answer is the code, in a time that does not depend on where they differ.
    static func areEqual(_ code: String, _ answer: String) -> Bool {
        ConstantTime.areEqual(Array(code.utf8), Array(answer.utf8))
    }
}
