using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Migrations;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Migrations;

public sealed class MigratorTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_new_file_gets_the_latest_schema_and_the_librarys_mark()
    {
        _file.Open();

        await ScopeProbe.RunAsync(_file.Database, scope =>
        {
            Pragmas.ReadNumber(scope.Session, "application_id").Should().Be(Migrator.ApplicationId);
            Pragmas.ReadNumber(scope.Session, "user_version").Should().Be(Migrator.Latest).And.BePositive();
        });
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        _file.Open();
        _file.Close();
        Change($"PRAGMA user_version = {Migrator.Latest + 1}");

        ExpectIncompatible("*newer version*");
    }

    [Theory]
    [InlineData("CREATE TABLE customers (id INTEGER)")]
    [InlineData("PRAGMA application_id = 42")]
    [InlineData("PRAGMA user_version = 1")]
    public void The_database_of_another_application_is_refused_and_left_alone(string theirs)
    {
        Change(theirs);
        var before = File.ReadAllBytes(_file.Path);

        ExpectIncompatible("*another application*");

        File.ReadAllBytes(_file.Path).Should().Equal(before);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var text = new string('x', 5000);
        File.WriteAllText(_file.Path, text);

        ExpectIncompatible("*not a SQLite database*");

        File.ReadAllText(_file.Path).Should().Be(text);
    }

    [Fact]
    public async Task A_file_of_the_first_schema_is_brought_up_to_date_with_all_that_is_in_it()
    {
        var (subscription, delivery, attempt) = (TestData.NewId(), TestData.NewId(), TestData.NewId());
        Change(Schema("0001_queue"));
        Change($"""
            PRAGMA journal_mode = wal; PRAGMA application_id = {Migrator.ApplicationId}; PRAGMA user_version = 1;
            INSERT INTO occurrences VALUES (1, 'known', 0, 'shop.order.placed', 0, NULL, 1, 1, x'7b7d');
            INSERT INTO deliveries VALUES (x'{delivery:N}', 1, x'{subscription:N}', 'adapter:webhook', 3, 4, 1, 1, 0, 1, 1, 2, 'http_5xx');
            INSERT INTO attempts VALUES (x'{delivery:N}', 1, x'', x'{attempt:N}', NULL, 2, 503, 'http_5xx', NULL, NULL, 1, 1);
            """);

        var store = _file.Open();

        (await store.FindAsync(delivery)).Should().BeEquivalentTo(
            new { OccurrenceId = "known", SubscriptionId = subscription, Status = DeliveryStatus.Dead, LastError = "http_5xx" });
        (await store.DeliveryIdsAsync(new DeliveryFilter { Status = DeliveryStatus.Dead })).Should().Equal(delivery);
        (await store.StatsAsync()).Should().Be(default(DeliveryStats) with { Failed = 1 });
        (await store.PurgeAsync(DeliveryStatus.Dead)).Should().Be(1);
        (await store.AttemptsAsync(delivery)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Id = attempt, OccurrenceId = "known", SubscriptionId = subscription, Adapter = "adapter:webhook" });
        await ScopeProbe.RunAsync(
            _file.Database, scope => Pragmas.ReadNumber(scope.Session, "user_version").Should().Be(Migrator.Latest).And.BeGreaterThan(1));
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_file_of_the_second_schema_is_brought_up_to_date_with_all_that_is_in_it()
    {
        var (kept, held, deleted) = (TestData.Subscription("a", "b"), TestData.NewId(), TestData.NewId());
        var (queued, purged, attempt) = (TestData.NewId(), TestData.NewId(), TestData.NewId());
        var (config, at) = (Convert.ToHexString(kept.Config.Span), kept.CreatedAt.UtcTicks);
        Change(Schema("0001_queue") + Schema("0002_purge"));
        Change($"""
            PRAGMA journal_mode = wal; PRAGMA application_id = {Migrator.ApplicationId}; PRAGMA user_version = 2;
            INSERT INTO subscriptions VALUES
                (x'{kept.Id:N}', 4, 0, 0, 0, '["engagement.*"]', 'adapter:webhook', x'{config}', x'01', NULL, NULL, '["a","b"]', NULL, {at}, {at}),
                (x'{held:N}', 3, 0, 1, 1, '["shop.*"]', 'adapter:webhook', x'7b7d', NULL, NULL, NULL, '[]', '[10000000]', {at}, {at}),
                (x'{deleted:N}', 5, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO occurrences VALUES
                (1, 'known', 0, 'shop.order.placed', 0, NULL, 1, 1, x'7b7d'), (2, 'old', 0, 'shop.order.placed', 0, NULL, 1, 1, x'7b7d');
            INSERT INTO deliveries VALUES (x'{queued:N}', 1, x'{held:N}', 'adapter:webhook', 0, 0, 0, 0, 0, 1, 1, NULL, NULL);
            INSERT INTO purged_deliveries VALUES (x'{purged:N}', 2, x'{kept.Id:N}', 'adapter:webhook');
            INSERT INTO attempts VALUES (x'{purged:N}', 1, x'', x'{attempt:N}', NULL, 0, 200, NULL, NULL, NULL, 1, 1);
            """);

        var store = _file.Open();

        (await store.FindSubscriptionAsync(kept.Id)).ShouldBe(kept with { Version = 4, SigningSecrets = new SigningSecrets(new byte[] { 1 }) });
        (await store.FindSubscriptionAsync(held)).Should().BeEquivalentTo(
            new { Status = SubscriptionStatus.Paused, SubscriberId = (Guid?)null, InheritsConfig = false });
        (await store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items.Select(i => (i.Id, i.State is null))
            .Should().Equal((held, false), (kept.Id, false), (deleted, true));
        (await store.FindAsync(queued)).OccurrenceId.Should().Be("known");
        (await store.ClaimAsync()).Should().BeEquivalentTo(new { SettingsVersion = 0, Deliveries = Array.Empty<object>() });
        (await store.Deliveries.ListAttemptsAsync(new AttemptFilter { OccurrenceId = "old" }, CancellationToken.None))
            .Should().ContainSingle().Which.Id.Should().Be(attempt);

        var kind = await store.CreateKindAsync();
        var subscription = await store.SubscribeAsync(TestData.Subscription(kind.ThisOrigin));
        (await store.CommitAsync(TestData.Item(kind.Interaction(), subscription))).Receipts
            .Should().Equal(new CommitReceipt(1, IsDuplicate: false, Number: 1));
        (await store.DeleteAsync(ReferenceKind.Origin, kind.Origin.Id)).Should().Be(ReferenceResult.InUse);
        (await store.DeleteAsync(ReferenceKind.Origin, TestData.NewId())).Should().Be(ReferenceResult.NotFound);
        await ScopeProbe.RunAsync(
            _file.Database, scope => Pragmas.ReadNumber(scope.Session, "user_version").Should().Be(Migrator.Latest).And.BeGreaterThan(2));
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_file_of_the_third_schema_is_brought_up_to_date_with_all_that_is_in_it()
    {
        var (kept, queued) = (TestData.Subscription("a"), TestData.NewId());
        var (config, at) = (Convert.ToHexString(kept.Config.Span), kept.CreatedAt.UtcTicks);
        Change(Schema("0001_queue") + Schema("0002_purge") + Schema("0003_interactions"));
        Change($"""
            PRAGMA journal_mode = wal; PRAGMA application_id = {Migrator.ApplicationId}; PRAGMA user_version = 3;
            INSERT INTO subscriptions VALUES
                (x'{kept.Id:N}', 4, 0, 0, 0, '["engagement.*"]', 'adapter:webhook', x'{config}', NULL, NULL, NULL, '["a"]', NULL, {at}, {at},
                NULL, 0, NULL, NULL, NULL, NULL);
            INSERT INTO occurrences VALUES (1, 'known', 0, 'shop.order.placed', 0, NULL, 1, 1, x'7b7d');
            INSERT INTO deliveries VALUES (x'{queued:N}', 1, x'{kept.Id:N}', 'adapter:webhook', 0, 7, 2, 2, 0, {at}, {at}, NULL, 'timeout');
            """);

        var store = _file.Open();

        kept = kept with { Version = 4 };
        (await store.FindSubscriptionAsync(kept.Id)).ShouldBe(kept);
        var changed = kept with { DeliverySchedule = new DeliverySchedule("UTC", [new DeliveryWindow([DayOfWeek.Monday], TimeSpan.Zero, TimeSpan.FromHours(1))]) };
        changed = await store.ReplanAsync(changed, static retryAt => retryAt.AddHours(1));
        (await store.FindSubscriptionAsync(kept.Id)).ShouldBe(changed);
        (await store.FindAsync(queued)).Should().BeEquivalentTo(new { Attempts = 2, LastError = "timeout", NextAttempt = kept.CreatedAt.AddHours(1) });
        store.Time.Advance(TimeSpan.FromHours(1));
        var claim = await store.ClaimOneAsync();
        claim.ClaimNo.Should().Be(8);
        var settled = await store.Deliveries.SettleAsync(TestData.Settlement(claim, DeliveryStatus.Dead, store.Now), CancellationToken.None);
        settled.Streak!.Value.Failures.Should().Be(1);
        await ScopeProbe.RunAsync(
            _file.Database, scope => Pragmas.ReadNumber(scope.Session, "user_version").Should().Be(Migrator.Latest).And.BeGreaterThan(3));
        await SqliteIntegrity.AssertAsync(_file.Database, isPurged: true);
    }

    private static string Schema(string name)
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream($"InsideLabs.EventBus.Sqlite.Migrations.{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Change(string sql)
    {
        using var session = SqliteSession.OpenWriter(_file.Path);
        session.Execute(sql);
    }

    private void ExpectIncompatible(string message)
    {
        var open = () => _file.Open();

        open.Should().Throw<EventBusStoreException>()
            .WithMessage(message)
            .WithMessage($"*{Path.GetFileName(_file.Path)}*")
            .Which.Code.Should().Be(ErrorCodes.StoreIncompatible);
    }
}
