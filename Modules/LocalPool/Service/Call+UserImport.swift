internal import CognitoWire
internal import GRDB

extension Call {
    /// The import job of that id.
    ///
    /// - Throws: ``Refusal`` if the pool has none.
    func importJob(_ id: String, in pool: UserPoolRecord) throws -> ImportJobRecord {
        guard let job = try ImportJobRecord.fetchOne(db, key: id), job.poolID == pool.id else {
            throw Refusal(.resourceNotFound, "Import job \(id) does not exist.")
        }
        return job
    }

    /// Refuses to go on with a job that is somewhere else than it must be.
    func require(_ status: UserImportJobStatusType, of job: ImportJobRecord) throws {
        let actual = job.status(at: now)
        guard actual == status else {
            throw Refusal(
                .preconditionNotMet,
                "Import job \(job.id) is \(actual.rawValue), but must be \(status.rawValue)."
            )
        }
    }
}
