/// The mark that a faulty key generator left in its RSA moduli (CVE-2017-15361).
///
/// Its primes were `k · M + (65537^a mod M)` with `M` a product of small primes, so that modulo each of these the modulus
/// is a power of 65537. A sound modulus is that for all of them with a chance far below one in a hundred million.
enum ROCA {
    /// Small primes modulo which not every number is a power of 65537, with the set of those that are.
    private static let powers: [(prime: Int, residues: Set<Int>)] = smallPrimes.compactMap { prime in
        var residues: Set<Int> = []
        var power = 1
        while residues.insert(power).inserted { power = power * 65537 % prime }
        return residues.count < prime - 1 ? (prime, residues) : nil
    }

    private static let smallPrimes = (3...167).filter { number in (2..<number).allSatisfy { number % $0 != 0 } }

    /// Whether the modulus, big-endian, bears the mark.
    static func hasFingerprint(modulus: [UInt8]) -> Bool {
        powers.allSatisfy { prime, residues in
            residues.contains(modulus.reduce(0) { ($0 << 8 | Int($1)) % prime })
        }
    }
}
