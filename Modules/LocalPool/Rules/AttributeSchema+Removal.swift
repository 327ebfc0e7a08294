internal import CognitoWire

extension AttributeSchema {
    /// Checks attributes that are to be removed.
    ///
    /// - Parameters:
    ///   - names: Their names.
    ///   - writer: Who asks.
    /// - Throws: ``Refusal`` if a name is unknown, the attribute is required, or the writer may not write it.
    func checkRemoval(of names: [String], by writer: Writer) throws {
        for name in names {
            guard let attribute = self[name] else {
                throw Self.nonconforming(["\(name): Attribute does not exist in the schema."])
            }
            try refuseUnwritable(attribute, named: name, writer, .update)
            guard attribute.required != true else {
                throw Refusal.invalidParameter("user.\(name): Attribute is required and cannot be removed.\n")
            }
        }
    }
}
