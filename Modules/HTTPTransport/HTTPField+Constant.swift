package import HTTPTypes

extension HTTPField.Name {
    /// A field's name that stands in the source, where its spelling is checked by whoever writes it.
    ///
    /// - Parameter name: A token (RFC 9110 §5.6.2); a `StaticString`, so that it cannot come from outside.
    package init(constant name: StaticString) {
        guard let made = Self("\(name)") else { preconditionFailure("\(name) is no token") }
        self = made
    }
}
