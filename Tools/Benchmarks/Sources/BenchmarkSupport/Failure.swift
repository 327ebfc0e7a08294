/// Something that must not happen in a benchmark.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    /// Says what.
    package init(_ description: String) { self.description = description }
}
