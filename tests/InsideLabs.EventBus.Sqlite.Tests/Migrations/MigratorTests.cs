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
