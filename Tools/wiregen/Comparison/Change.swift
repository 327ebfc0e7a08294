/// One difference between two models.
struct Change: Hashable {
    enum Action: String {
        case added = "+"
        case removed = "-"
        case changed = "~"
    }

    enum Subject: String, CaseIterable {
        case service
        case operation
        case member
        case value = "enumeration value"
        case constraint
        case error
    }

    var action: Action
    var subject: Subject
    /// What it is about, such as `SignUpRequest.Password`.
    var name: String
    /// From what to what, or of which type; may be empty.
    var detail = ""
    /// Whether code that was right before is no longer.
    var breaksCallers = false

    /// One line of a report.
    var line: String {
        let tail = (detail.isEmpty ? "" : ": \(detail)") + (breaksCallers ? " [breaks callers]" : "")
        return "\(action.rawValue) \(subject.rawValue) \(name)\(tail)"
    }
}
