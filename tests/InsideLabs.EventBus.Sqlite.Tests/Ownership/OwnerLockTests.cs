using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Ownership;

namespace InsideLabs.EventBus.Sqlite.Tests.Ownership;

public sealed class OwnerLockTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_second_owner_is_refused_and_told_the_file_and_the_way_out()
    {
        _file.Open();

        var second = () => Open(_file.Path);

        second.Should().Throw<EventBusStoreException>()
            .WithMessage($"*'{RealPath.Of(_file.Path)}'*PostgreSQL*")
            .Which.Code.Should().Be(ErrorCodes.StoreOwned);
    }

    [Fact]
    public void A_link_to_the_file_leads_to_the_same_lock()
    {
        _file.Open();
        File.CreateSymbolicLink(_file.Beside("second.db"), _file.Beside("first.db"));
        File.CreateSymbolicLink(_file.Beside("first.db"), "events.db");

        var second = () => Open(_file.Beside("second.db"));

        second.Should().Throw<EventBusStoreException>().Which.Code.Should().Be(ErrorCodes.StoreOwned);
    }

    [Fact]
    public void A_link_to_the_directory_leads_to_the_same_lock()
    {
        _file.Open();
        var link = Directory.CreateSymbolicLink(_file.Beside("elsewhere"), Path.GetDirectoryName(_file.Path)!);

        var second = () => Open(Path.Combine(link.FullName, "events.db"));

        second.Should().Throw<EventBusStoreException>().Which.Code.Should().Be(ErrorCodes.StoreOwned);
    }

    [Fact]
    public void Who_closes_the_file_lets_the_next_one_in_and_leaves_the_lock_file()
    {
        _file.Open();
        _file.Close();

        using var next = Open(_file.Path);

        File.Exists(_file.Path + ".lock").Should().BeTrue();
    }

    [Fact]
    public void A_refused_opener_holds_nothing()
    {
        File.WriteAllText(_file.Path, "this is no database, but long enough to be looked at as one by its header, which is 100 bytes long.....");
        var open = () => Open(_file.Path);
        open.Should().Throw<EventBusStoreException>();
        File.Delete(_file.Path);

        using var next = Open(_file.Path);

        next.Path.Should().Be(RealPath.Of(_file.Path));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_named()
    {
        var open = () => Open(_file.Beside("nowhere/events.db"));

        open.Should().Throw<EventBusStoreException>().WithMessage("*nowhere*").Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_file.Beside("a.db"), "b.db");
        File.CreateSymbolicLink(_file.Beside("b.db"), "a.db");

        var open = () => Open(_file.Beside("a.db"));

        open.Should().Throw<EventBusStoreException>().WithMessage("*links*").Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }

    private SqliteDatabase Open(string path) =>
        SqliteDatabase.Open(new SqliteStoreOptions { Path = path }, _file.Time, _file.Idle);
}
