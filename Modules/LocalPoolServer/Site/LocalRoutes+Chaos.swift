internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// `GET` shows the rules by which calls go wrong, `PUT` sets others in their place.
    func chaos(_ request: SiteRequest) async throws -> SiteResponse {
        if request.method == .put {
            try WriteRule.check(request, types: WriteRule.json)
            let rules = try rules(in: RequestObject(request, names: ["rules"]))
            do throws(LocalPoolError) {
                try pool.setChaosRules(rules)
            } catch {
                throw Problem(.badRequest, "malformedRequest", "The rules cannot hold: \(error.message).")
            }
        }
        return .document(JSONObject(["rules": .array(pool.chaosRules.map { .object($0.json) })]))
    }

    private func rules(in body: RequestObject) throws(Problem) -> [ChaosRule] {
        var rules: [ChaosRule] = []
        for element in try body.value("rules", "a list of objects", { $0.array }) ?? [] {
            guard let object = element.object else {
                throw Problem(.badRequest, "malformedRequest", "A rule is an object.")
            }
            rules.append(try rule(RequestObject(object, at: "A rule", names: ChaosRule.names)))
        }
        return rules
    }

    private func rule(_ body: RequestObject) throws(Problem) -> ChaosRule {
        ChaosRule(
            operation: try body.value("operation", "a name or *") { $0.string } ?? "*",
            rate: try body.value("rate", "a number from 0 to 1") { $0.number?.double } ?? 1,
            error: try body.value("error", "the code of an error") { $0.string },
            latency: try body.value("latency", "a span such as 500ms or 2s") { $0.string.flatMap(DurationText.parse) },
            dropsMessages: try body.value("dropMessage", "true or false") { $0.bool } ?? false
        )
    }
}

extension ChaosRule {
    fileprivate static let names: Set<String> = ["dropMessage", "error", "latency", "operation", "rate"]

    fileprivate var json: JSONObject {
        JSONObject([
            "operation": .string(operation),
            "rate": JSONNumber(rate).map { .number($0) },
            "error": error.map { .string($0) },
            "latency": latency.map { .string(DurationText.text($0)) },
            "dropMessage": dropsMessages ? .bool(true) : nil,
        ])
    }
}

extension JSONNumber {
    /// The number as JSON writes it; `nil` if it is not finite.
    fileprivate init?(_ value: Double) {
        guard value.isFinite, case .number(let number) = try? JSONReader().read(Array("\(value)".utf8)) else {
            return nil
        }
        self = number
    }
}
