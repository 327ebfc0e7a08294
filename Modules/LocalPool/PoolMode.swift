/// How far a pool goes to be of help where the service would not.
public enum PoolMode: String, Hashable, Sendable {
    /// The pool is of help: it takes calls without credentials, gives out the ids that are asked for, and may send the same
    /// code every time.
    case lenient
    /// The pool does as the service wherever it knows how, so that what works here does not fail there for want of a
    /// signature or of an id.
    ///
    /// ``ServiceDifference/known(in:)`` lists what is left.
    case strict
}
