extension String {
    /// Whether both texts are the same bytes of UTF-8.
    ///
    /// `==` is not enough where an attacker chooses a text: it compares by canonical equivalence, by which U+212A, the
    /// kelvin sign, is a `K`.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let first = utf8.span
        let second = other.utf8.span
        return first.indices.allSatisfy { first[$0] == second[$0] }
    }
}
