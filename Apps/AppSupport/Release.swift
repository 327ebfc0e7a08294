/// Which release of the apps this is.
public enum Release {
    /// The version (Semantic Versioning 2.0.0).
    public static let version = "0.1.0"
}
