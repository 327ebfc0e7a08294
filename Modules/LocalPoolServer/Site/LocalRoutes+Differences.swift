internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// What the pool does otherwise than the service, in its mode or in the one that is asked for: JSON, or a page for
    /// browsers.
    func differences(_ request: SiteRequest) throws(Problem) -> SiteResponse {
        let query = try QueryText(request.query, names: ["mode"])
        let mode = try query["mode"].map(Self.mode) ?? pool.mode
        let differences = ServiceDifference.known(in: mode)
        guard AcceptedType.prefersText("html", request.headers) else {
            return .document(
                JSONObject([
                    "mode": .string(mode.rawValue),
                    "differences": .array(differences.map { .object($0.json) }),
                ])
            )
        }
        return PageShell.page("Differences from the service", page(of: differences, in: mode))
    }

    private static func mode(_ text: String) throws(Problem) -> PoolMode {
        guard let mode = PoolMode(rawValue: text) else {
            throw Problem(.badRequest, "malformedRequest", "mode is lenient or strict.")
        }
        return mode
    }

    private func page(of differences: [ServiceDifference], in mode: PoolMode) -> HTML {
        let subjects = differences.map(\.subject).reduce(into: [ServiceDifference.Subject]()) { subjects, subject in
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        let sections = subjects.map { subject -> HTML in
            let items = differences.filter { $0.subject == subject }.map { "<li>\($0.text)</li>\n" as HTML }
            return "<h2>\(subject.description)</h2>\n<ul>\n\(HTML(items))</ul>\n"
        }
        let other: PoolMode = mode == .strict ? .lenient : .strict
        return """
            <h1>Differences from the service</h1>
            <p>What a pool in \(mode.rawValue) mode does otherwise than the service; this one is in \(pool.mode.rawValue) mode.
            <a href="?mode=\(other.rawValue)">In \(other.rawValue) mode</a></p>
            \(HTML(sections))
            """
    }
}

extension ServiceDifference {
    fileprivate var json: JSONObject {
        JSONObject(["subject": .string(subject.description), "text": .string(text)])
    }
}
