using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Tests.Registration;

public sealed class SqliteReceiptsExtensionsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_receiver_needs_nothing_else_of_the_bus()
    {
        var services = new ServiceCollection();
        services.AddSqliteReceipts(_directory.File("receiver.db")).Should().BeSameAs(services);
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var store = provider.GetRequiredService<IReceiptStore>();

        await using (var receipt = await store.BeginAsync("m-1", CancellationToken.None))
        {
            await receipt!.CommitAsync(CancellationToken.None);
        }

        (await store.BeginAsync("m-1", CancellationToken.None)).Should().BeNull();
        await using var write = await provider.GetRequiredService<IReceiverDatabase>().BeginWriteAsync(CancellationToken.None);
        write.Transaction.Connection!.DataSource.Should().Be(_directory.File("receiver.db"));
    }

    [Fact]
    public async Task The_file_is_made_when_the_host_starts_and_let_go_when_it_ends()
    {
        var path = _directory.File("receiver.db");
        var host = HostWith(path);

        await host.StartAsync();
        File.Exists(path + "-wal").Should().BeTrue();
        await host.StopAsync();
        host.Dispose();

        File.Exists(path).Should().BeTrue();
        File.Exists(path + "-wal").Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_the_start()
    {
        using var host = HostWith(Path.Combine(_directory.Path, "missing", "receiver.db"));

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }

    [Theory]
    [InlineData("", 5, "*Path is empty*")]
    [InlineData(":memory:", 5, "*AddInMemoryReceipts*")]
    [InlineData("receiver.db", -1, "*BusyTimeout is -00:00:01*between 00:00:00 and 00:01:00*")]
    [InlineData("receiver.db", 61, "*BusyTimeout is 00:01:01*")]
    public async Task Options_that_cannot_work_stop_the_host_at_its_start(string path, int busySeconds, string message)
    {
        using var host = HostWith(path, options => options.BusyTimeout = TimeSpan.FromSeconds(busySeconds));

        var start = () => host.StartAsync();

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    private static IHost HostWith(string path, Action<SqliteReceiptOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSqliteReceipts(path, configure);
        return builder.Build();
    }
}
