internal import ByteCoding

extension UnixTime {
    /// The moment as the tables hold it: seconds since 1970, exact to the millisecond for the next 200 000 years.
    var stored: Double {
        Double(seconds) + Double(milliseconds) / 1000
    }
}
