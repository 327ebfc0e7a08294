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

    /// A file of users with the pool's columns; each user is a few values by column.
    private static func file(_ columns: [String], _ users: [[String: String]]) -> [UInt8] {
        let rows = [columns] + users.map { user in columns.map { user[$0] ?? "" } }
        return Array(rows.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    private static func user(_ name: String, _ changes: [String: String] = [:]) -> [String: String] {
        [
            "cognito:username": name, "cognito:mfa_enabled": "false", "email": "\(name)@example.com",
            "email_verified": "true",
        ].merging(changes) { $1 }
    }

    private func columns() async throws -> [String] {
        let request = GetCSVHeaderRequest(userPoolID: PoolUnderTest.poolID)
        return try await under.call(GetCSVHeader.self, request).csvHeader ?? []
    }

    /// Imports a file, to the end.
    private func imported(_ file: [UInt8]) async throws -> UserImportJobType? {
        let job = try await make("import")
        #expect(try await under.pool.uploadUsers(file, toImportJob: job.jobID ?? ""))
        let started = try await start(job)
        #expect(started?.status == .pending && started?.importedUsers == 0)
        under.clock.advance(by: .seconds(2))
        return try await describe(job)
    }

    @Test("a job makes the users of its file, who have to ask for a password; who is there is skipped")
    func success() async throws {
        try await under.makeUser()
        let users = [
            Self.user("alice"), Self.user("bob", ["name": "Bob\\, the \\ builder", "address": "\\\\"]),
            Self.user("carol", ["cognito:mfa_enabled": "TRUE", "phone_number": "+15555550100"]),
            Self.user("dave", ["email_verified": "false"]), Self.user("erin", ["cognito:mfa_enabled": "maybe"]),
            Self.user("", [:]), Self.user("frank", ["email": "no address"]),
        ]
        let job = try await imported(Self.file(columns().reversed(), users) + Array("one,two\n".utf8))
        #expect(job?.status == .succeeded && job?.completionMessage == "Import Job Completed Successfully.")
        #expect(job?.importedUsers == 2 && job?.skippedUsers == 1 && job?.failedUsers == 5)
        let bob = try await under.adminProfile(of: "bob")
        #expect(bob.userStatus == .resetRequired)
        let attributes = try await under.attributes(of: "bob")
        #expect(attributes["name"] == "Bob, the \\ builder" && attributes["address"] == #"\\"#)
        #expect(try await under.adminProfile(of: "carol").userMFASettingList == ["SMS_MFA"])
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "dave") }
        await #expect(throws: ServiceRefusal.self) { try await under.signInWithPassword("bob", password: "") }
        try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "bob")
        )
        #expect(try await under.pool.nextCode(for: "bob") != nil)
    }

    @Test("a file that makes nobody, and one that is none, are failures")
    func uselessFiles() async throws {
        try await under.makeUser()
        let columns = try await columns()
        let skipped = try await imported(Self.file(columns, [Self.user("alice")]))
        #expect(skipped?.status == .failed && skipped?.skippedUsers == 1)
        #expect(skipped?.completionMessage == "Too many users have failed or been skipped during the import.")
        for file in [[], [0xff], Self.file(columns.dropLast(), []), Self.file(columns + ["custom:x"], [])] {
            let job = try await imported(file)
            #expect(job?.status == .failed && job?.completionMessage?.isEmpty == false)
        }
        #expect(try await imported(Self.file(columns, []))?.status == .succeeded)
    }

    @Test("a file is taken for a quarter of an hour, and until the job is started")
    func uploads() async throws {
        let job = try await make("first")
        let id = try #require(job.jobID)
        #expect(try await !under.pool.uploadUsers([], toImportJob: "import-none"))
        under.clock.advance(by: .seconds(899))
        #expect(try await under.pool.uploadUsers([], toImportJob: id))
        under.clock.advance(by: .seconds(1))
        #expect(try await !under.pool.uploadUsers([], toImportJob: id))
        let started = try await make("second")
        _ = try await start(started)
        #expect(try await !under.pool.uploadUsers([], toImportJob: #require(started.jobID)))
    }

    @Test("a pool that verifies no addresses imports nobody")
    func unverifying() async throws {
        try await under.updatePool(PoolUnderTest.poolID)
        let job = try await make("first")
        await expectRefusal("PreconditionNotMetException") { try await start(job) }
    }

    @Test("a job that is started without a file fails, and says why")
    func failure() async throws {
        let made = try await make("first")
        #expect(made.status == .created && made.jobName == "first" && made.creationDate == under.clock.now)
        #expect(made.preSignedURL?.hasPrefix("http://127.0.0.1:9229/_local/import/import-") == true)
        #expect(try await start(made)?.status == .pending)
        await expectRefusal("PreconditionNotMetException") { try await start(made) }
        under.clock.advance(by: .seconds(2))
        let failed = try await describe(made)
        #expect(failed?.status == .failed && failed?.importedUsers == 0 && failed?.completionDate != nil)
        #expect(failed?.completionMessage?.hasPrefix("No file was uploaded") == true)
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
