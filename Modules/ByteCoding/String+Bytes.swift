extension String {
    /// Whether both texts are the same bytes of UTF-8.
    ///
    /// `==` is not enough where an attacker chooses a text: it compares by canonical equivalence, by which U+212A, the
    /// kelvin sign, is a `K`.
    package func hasSameBytes(as other: String) -> Bool {
        // Equal bytes are always equal texts; the first test is fast and fails nearly always where this one fails.
        utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
    }
}
