using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Migrations;

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
        Change(FirstSchema());
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

    private static string FirstSchema()
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream("InsideLabs.EventBus.Sqlite.Migrations.0001_queue.sql")!;
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
