internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// One job that imports users from a file, which is uploaded before it is started.
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
    /// What was uploaded, until the job is started.
    var file: StoredBytes?
    /// What came of the job, once it was started with a file.
    var outcome: ImportOutcome?

    /// How long a job that was started shows nothing of its end.
    private static let pause = Duration.seconds(1)
    /// How long a job may be started.
    private static let validity = Duration.seconds(24 * 3600)
    /// How long its file may be uploaded.
    private static let uploadValidity = Duration.seconds(15 * 60)
    private static let noFile = ImportOutcome.failure("No file was uploaded before the job was started.")

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
        guard now >= startedAt.adding(Self.pause) else { return .pending }
        return outcome?.isSuccess == true ? .succeeded : .failed
    }

    /// Whether the file may be uploaded, or another in its place.
    func takesFile(at now: UnixTime) -> Bool {
        startedAt == nil && now < createdAt.adding(Self.uploadValidity)
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
        guard job.status == .failed || job.status == .succeeded else { return job }
        let outcome = outcome ?? Self.noFile
        job.completionDate = startedAt?.adding(Self.pause)
        job.completionMessage = outcome.message
        (job.importedUsers, job.skippedUsers, job.failedUsers) = (outcome.imported, outcome.skipped, outcome.failed)
        return job
    }
}
