import CognitoWire
import LocalPool
import Testing

@Suite("User import") struct UserImportTests {
    private static let role = "arn:aws:iam::123456789012:role/import"
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("the header names every attribute that can be written, and the username")
    func header() async throws {
        let request = GetCSVHeaderRequest(userPoolID: PoolUnderTest.poolID)
        let columns = try await under.call(GetCSVHeader.self, request).csvHeader ?? []
        #expect(columns.first == "name" && columns.last == "cognito:username" && columns.count == 21)
        #expect(columns.contains("email_verified") && !columns.contains("sub"))
        await expectRefusal("ResourceNotFoundException") {
            try await under.call(GetCSVHeader.self, GetCSVHeaderRequest(userPoolID: "local_None"))
        }
    }

    @Test("a job that is started fails, and says why")
    func failure() async throws {
        let made = try await make("first")
        #expect(made.status == .created && made.jobName == "first" && made.creationDate == under.clock.now)
        #expect(made.preSignedURL?.hasPrefix("http://127.0.0.1:9229/_local/import/import-") == true)
        #expect(try await start(made)?.status == .pending)
        await expectRefusal("PreconditionNotMetException") { try await start(made) }
        under.clock.advance(by: .seconds(2))
        let failed = try await describe(made)
        #expect(failed?.status == .failed && failed?.importedUsers == 0 && failed?.completionDate != nil)
        #expect(failed?.completionMessage?.contains("LocalPool takes no uploads") == true)
        await expectRefusal("PreconditionNotMetException") { try await stop(made) }
    }

    @Test("a job that was just started can be stopped")
    func stopping() async throws {
        let made = try await make("first")
        await expectRefusal("PreconditionNotMetException") { try await stop(made) }
        _ = try await start(made)
        #expect(try await stop(made)?.status == .stopped)
        under.clock.advance(by: .seconds(2))
        #expect(try await describe(made)?.status == .stopped)
        await expectRefusal("PreconditionNotMetException") { try await start(made) }
    }

    @Test("a job that nobody starts expires")
    func expiry() async throws {
        let made = try await make("first")
        under.clock.advance(by: .seconds(24 * 3600))
        #expect(try await describe(made)?.status == .expired)
        await expectRefusal("PreconditionNotMetException") { try await start(made) }
    }

    @Test("jobs are listed, the newest first, page by page")
    func pages() async throws {
        for name in ["first", "second", "third"] {
            try await make(name)
            under.clock.advance(by: .seconds(1))
        }
        var request = ListUserImportJobsRequest(maxResults: 2, userPoolID: PoolUnderTest.poolID)
        let first = try await under.call(ListUserImportJobs.self, request)
        request.paginationToken = first.paginationToken
        let second = try await under.call(ListUserImportJobs.self, request)
        let names = [first, second].flatMap { $0.userImportJobs ?? [] }.compactMap(\.jobName)
        #expect(names == ["third", "second", "first"] && second.paginationToken == nil)
        request.paginationToken = "!"
        let broken = request
        await expectRefusal("InvalidParameterException") { try await under.call(ListUserImportJobs.self, broken) }
    }

    @Test("a job that is not there, and a role that is none, are refused")
    func unknown() async throws {
        var job = try await make("first")
        job.jobID = "import-none"
        let unknown = job
        await expectRefusal("ResourceNotFoundException") { try await describe(unknown) }
        await expectRefusal("ResourceNotFoundException") { try await start(unknown) }
        await expectRefusal("ResourceNotFoundException") { try await stop(unknown) }
        await expectRefusal("InvalidParameterException") { try await make("second", role: "none") }
        await expectRefusal("InvalidParameterException") {
            var request = CreateUserImportJobRequest(
                cloudWatchLogsRoleARN: Self.role,
                jobName: "second",
                userPoolID: PoolUnderTest.poolID
            )
            request.passwordHashingAlgorithm = PasswordHashingAlgorithmType(rawValue: "ROT13")
            try await under.call(CreateUserImportJob.self, request)
        }
    }

    @discardableResult
    private func make(_ name: String, role: String = Self.role) async throws -> UserImportJobType {
        let request = CreateUserImportJobRequest(
            cloudWatchLogsRoleARN: role,
            jobName: name,
            userPoolID: PoolUnderTest.poolID
        )
        return try #require(try await under.call(CreateUserImportJob.self, request).userImportJob)
    }

    private func describe(_ job: UserImportJobType) async throws -> UserImportJobType? {
        try await under.call(
            DescribeUserImportJob.self,
            DescribeUserImportJobRequest(jobID: job.jobID ?? "", userPoolID: PoolUnderTest.poolID)
        ).userImportJob
    }

    private func start(_ job: UserImportJobType) async throws -> UserImportJobType? {
        try await under.call(
            StartUserImportJob.self,
            StartUserImportJobRequest(jobID: job.jobID ?? "", userPoolID: PoolUnderTest.poolID)
        ).userImportJob
    }

    private func stop(_ job: UserImportJobType) async throws -> UserImportJobType? {
        try await under.call(
            StopUserImportJob.self,
            StopUserImportJobRequest(jobID: job.jobID ?? "", userPoolID: PoolUnderTest.poolID)
        ).userImportJob
    }
}
