extension Duration {
    /// How many of `unit` it takes to cover the duration: rounded up, from 1 to the largest 32-bit number.
    ///
    /// libcurl takes 0 for "no limit", so there is no 0.
    func wholeUnits(of unit: Duration) -> Int {
        let count = (self / unit).rounded(.up)
        return Int(min(max(count, 1), Double(Int32.max)))
    }
}
