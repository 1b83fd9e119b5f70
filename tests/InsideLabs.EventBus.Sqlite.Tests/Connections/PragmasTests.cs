using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Tests.Connections;

public sealed class PragmasTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(Durability.Durable, 2)]
    [InlineData(Durability.ProcessCrash, 1)]
    public async Task The_writer_syncs_as_promised_and_writes_ahead(Durability durability, int synchronous)
    {
        _file.Durability = durability;
        var store = _file.Open();

        await ScopeProbe.RunAsync(_file.Database, scope =>
        {
            Pragmas.Read(scope.Session, "journal_mode").Should().Be("wal");
            Pragmas.ReadNumber(scope.Session, "synchronous").Should().Be(synchronous);
        });
        store.Deliveries.Durability.Should().Be(durability);
    }

    [Fact]
    public void Readers_cannot_write()
    {
        _file.Open();

        var write = () => _file.Database.Readers.Read(session =>
        {
            session.Execute("DELETE FROM deliveries");
            return true;
        });

        write.Should().Throw<EventBusStoreException>().Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }

    [Fact]
    public void A_setting_that_SQLite_does_not_take_is_a_failure()
    {
        using var session = SqliteSession.OpenWriter(_file.Path);

        var set = () => Pragmas.Set(session, _file.Path, "journal_size_limit", "-5");

        set.Should().Throw<EventBusStoreException>()
            .WithMessage("*journal_size_limit = -5*stays at '-1'*")
            .Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }
}
