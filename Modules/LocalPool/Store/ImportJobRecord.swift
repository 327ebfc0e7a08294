internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One job that was to import users.
///
/// Nothing takes its file: a job that is started fails, and says so.
struct ImportJobRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "importJob"

    let id: String
    let poolID: String
    /// What jobs are sorted by, the newest first.
    let rank: String
    /// Name, role and algorithm, as they were asked for.
    private let details: UserImportJobType
    private let createdAt: UnixTime
    var startedAt: UnixTime?
    var stoppedAt: UnixTime?

    /// How long a job that was started waits before it looks for its file.
    private static let pause = Duration.seconds(1)
    /// How long a job may be started.
    private static let validity = Duration.seconds(24 * 3600)
    private static let message = "LocalPool takes no uploads, so there was no file to import users from."

    init(id: String, request: CreateUserImportJobRequest, at time: UnixTime) {
        self.id = id
        poolID = request.userPoolID
        let age = String(max(0, Int64(1) << 40 &- time.seconds))
        rank = String(repeating: "0", count: max(0, 13 - age.count)) + age + id
        createdAt = time
        details = UserImportJobType(
            cloudWatchLogsRoleARN: request.cloudWatchLogsRoleARN,
            jobName: request.jobName,
            passwordHashingAlgorithm: request.passwordHashingAlgorithm
        )
    }

    /// How far the job is.
    func status(at now: UnixTime) -> UserImportJobStatusType {
        if stoppedAt != nil { return .stopped }
        guard let startedAt else { return now < createdAt.adding(Self.validity) ? .created : .expired }
        return now < startedAt.adding(Self.pause) ? .pending : .failed
    }

    /// The job as the service describes it.
    func described(at now: UnixTime, endpoint: String) -> UserImportJobType {
        var job = details
        job.jobID = id
        job.userPoolID = poolID
        job.preSignedURL = "\(endpoint)/_local/import/\(id)"
        job.creationDate = createdAt
        job.startDate = startedAt
        job.status = status(at: now)
        (job.importedUsers, job.skippedUsers, job.failedUsers) = (0, 0, 0)
        job.completionDate = stoppedAt
        if job.status == .failed {
            job.completionDate = startedAt?.adding(Self.pause)
            job.completionMessage = Self.message
        }
        return job
    }
}
