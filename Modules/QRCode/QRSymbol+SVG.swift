extension QRSymbol {
    /// The symbol as an SVG image (SVG 1.1): dark on white with its margin, one unit a module, as large as its place.
    ///
    /// It holds no script, no style and no address, so that a page may embed it under any content security policy.
    public var svg: String {
        let side = moduleCount + 2 * Self.margin
        let path = (0..<moduleCount).flatMap { row in
            darkRuns(ofRow: row).map { run in
                "M\(run.lowerBound + Self.margin) \(row + Self.margin)h\(run.count)v1h-\(run.count)z"
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path fill="#000" d="\(path.joined())"/></svg>
            """
    }

    /// The columns of a row that are dark, neighbours together.
    private func darkRuns(ofRow row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for column in 0...moduleCount {
            switch (self[row, column], start) {
            case (true, nil): start = column
            case (false, let begin?):
                runs.append(begin..<column)
                start = nil
            default: break
            }
        }
        return runs
    }
}
