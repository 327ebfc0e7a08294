internal import GRDB

extension LocalPool {
    /// Takes the file of an import job, in the place of one that was uploaded before.
    ///
    /// - Parameters:
    ///   - file: The users, below a line that names the columns of `GetCSVHeader`.
    ///   - jobID: The job's id.
    /// - Returns: Whether there is such a job that still takes one: for 15 minutes, and until it is started.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``.
    public func uploadUsers(_ file: [UInt8], toImportJob jobID: String) async throws(LocalPoolError) -> Bool {
        do {
            return try await call { call in
                guard var job = try ImportJobRecord.fetchOne(call.db, key: jobID), job.takesFile(at: call.now) else {
                    return false
                }
                job.file = StoredBytes(file)
                try job.update(call.db)
                return true
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
