/// What the model asks of a shape's values.
public struct WireConstraint: Sendable {
    /// The least length, or the least number.
    public let minimum: Int?
    /// The greatest length, or the greatest number.
    public let maximum: Int?
    /// What a text must match as a whole.
    public let pattern: WirePattern?

    /// Describes what is asked.
    ///
    /// - Parameters:
    ///   - minimum: Of texts in Unicode scalars, of blobs in bytes, of lists and maps in entries, else the number itself.
    ///   - maximum: In the same units.
    ///   - pattern: For texts only.
    public init(minimum: Int? = nil, maximum: Int? = nil, pattern: WirePattern? = nil) {
        self.minimum = minimum
        self.maximum = maximum
        self.pattern = pattern
    }
}
