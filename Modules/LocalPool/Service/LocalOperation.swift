internal import CognitoWire
internal import CryptoPrimitives

/// One operation as the pool performs it: the generated types say what comes and goes, this says what happens.
///
/// To offer another operation, conform its generated type in a file of its own under `Operations/` and name it in
/// ``OperationTable``.
protocol LocalOperation: WireOperation {
    /// What ``perform(_:in:)`` leaves to be finished after the transaction; the answer itself unless it says otherwise.
    associatedtype Draft: Sendable = Output

    /// Whether it writes nothing, so that it runs beside others; `false` unless it says otherwise.
    static var isReadOnly: Bool { get }

    /// What a request breaks of the model's constraints.
    static func violations(of request: Input) -> [WireConstraintViolation]

    /// Performs the operation.
    ///
    /// Everything that it reads and writes belongs to one transaction, which no other call can come between. When it
    /// throws, nothing of it remains, unless it throws a ``Refusal`` that keeps changes.
    ///
    /// - Parameters:
    ///   - request: The request, checked against the model's constraints.
    ///   - call: Time, randomness and the store.
    /// - Returns: The answer, or what it is made of.
    /// - Throws: ``Refusal`` for what the service answers with an error; anything else is a fault of the pool.
    static func perform(_ request: Input, in call: Call) throws -> Draft

    /// What a well-formed request surely asks to be done outside its transaction, and first of all; nothing unless it says
    /// otherwise.
    ///
    /// - Parameters:
    ///   - request: The request, checked.
    ///   - random: What the call will draw.
    /// - Returns: The results.
    /// - Throws: A fault of the pool.
    static func foreseen(in request: Input, _ random: RandomBytes) throws -> OutsideResults

    /// Finishes the answer, once the transaction holds.
    ///
    /// - Throws: A fault of the pool; nothing is refused any more.
    static func output(of draft: Draft) throws -> Output
}

extension LocalOperation where Draft == Output {
    static func output(of draft: Output) throws -> Output { draft }
}

extension LocalOperation {
    static var isReadOnly: Bool { false }

    static func violations(of request: Input) -> [WireConstraintViolation] { request.constraintViolations() }

    static func foreseen(in request: Input, _ random: RandomBytes) throws -> OutsideResults { OutsideResults() }

    /// Reads a request, performs it, writes the answer; only the middle is within the transaction.
    ///
    /// - Parameters:
    ///   - body: The request, in JSON.
    ///   - pool: Where.
    ///   - losesMessages: Whether what is sent is lost on its way.
    /// - Returns: The answer, in JSON.
    /// - Throws: ``Refusal``, or a fault of the pool.
    static func answer(
        _ body: [UInt8],
        in pool: LocalPool,
        losingMessages losesMessages: Bool
    ) async throws -> [UInt8] {
        let request = try request(body)
        let foresee = { (random: RandomBytes) in try foreseen(in: request, random) }
        let draft = try await pool.call(isReadOnly: isReadOnly, foreseeing: foresee) { call in
            call.losesMessages = losesMessages
            return try perform(request, in: call)
        }
        return try WireCoder().encode(output(of: draft))
    }

    private static func request(_ body: [UInt8]) throws -> Input {
        let request: Input
        do throws(WireError) {
            request = try WireCoder().decode(Input.self, from: body)
        } catch {
            throw RequestCheck.refusal(for: error)
        }
        if let refusal = RequestCheck.refusal(for: violations(of: request)) { throw refusal }
        return request
    }
}
