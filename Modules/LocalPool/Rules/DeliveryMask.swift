/// How `CodeDeliveryDetails` shows where a code went without saying it.
enum DeliveryMask {
    /// First letters and three stars for each side of an address, whatever their length: `t***@e***`.
    static func email(_ address: String) -> String {
        address.split(separator: "@", omittingEmptySubsequences: false)
            .map { "\($0.prefix(1))***" }
            .joined(separator: "@")
    }

    /// A plus sign, seven stars and the last four digits: `+*******0100`.
    static func phoneNumber(_ number: String) -> String {
        "+*******\(number.suffix(4))"
    }
}
