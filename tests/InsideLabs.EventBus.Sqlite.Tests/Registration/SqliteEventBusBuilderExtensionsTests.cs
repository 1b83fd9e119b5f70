using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Tests.Registration;

public sealed class SqliteEventBusBuilderExtensionsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Builder _builder = new();

    private string FilePath => _directory.File("events.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_ports_and_the_key_ring_come_from_one_file()
    {
        _builder.UseSqlite(FilePath).Should().BeSameAs(_builder);
        using var services = _builder.Services.BuildServiceProvider(validateScopes: true);

        services.GetRequiredService<IDeliveryStore>().Durability.Should().Be(Durability.Durable);
        services.GetRequiredService<ISubscriptionStore>().Should().BeOfType<SqliteSubscriptionStore>();
        services.GetRequiredService<IReferenceStore>().Should().BeOfType<SqliteReferenceStore>();
        services.GetRequiredService<ISettingsStore>().Should().BeOfType<SqliteSettingsStore>();
        var id = services.GetRequiredService<IEncryptionKeyRing>().Current.Id;

        File.ReadAllText(FilePath + ".key").Should().StartWith(id + ":");
    }

    [Fact]
    public async Task Disposing_the_services_lets_the_file_go()
    {
        _builder.UseSqlite(FilePath);
        var services = _builder.Services.BuildServiceProvider();
        services.GetRequiredService<IDeliveryStore>();
        services.GetRequiredService<ISubscriptionStore>();
        await services.DisposeAsync();

        await using var next = new Builder().UseSqlite(FilePath).Services.BuildServiceProvider();

        (await next.GetRequiredService<IDeliveryStore>().GetStatsAsync(CancellationToken.None)).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public void Further_options_are_the_hosts()
    {
        _builder.UseSqlite(FilePath, options =>
        {
            options.Durability = Durability.ProcessCrash;
            options.KeyFilePath = _directory.File("my.key");
        });
        using var services = _builder.Services.BuildServiceProvider();

        services.GetRequiredService<IDeliveryStore>().Durability.Should().Be(Durability.ProcessCrash);
        services.GetRequiredService<IEncryptionKeyRing>();

        File.Exists(_directory.File("my.key")).Should().BeTrue();
        File.Exists(FilePath + ".key").Should().BeFalse();
    }

    [Fact]
    public void The_hosts_key_ring_stays_and_no_key_file_is_made()
    {
        var ring = new EncryptionKeyRing(new EncryptionKey("own", new byte[EncryptionKey.Length]));
        _builder.Services.AddSingleton<IEncryptionKeyRing>(ring);
        _builder.UseSqlite(FilePath);
        using var services = _builder.Services.BuildServiceProvider();

        services.GetRequiredService<IDeliveryStore>();

        services.GetRequiredService<IEncryptionKeyRing>().Should().BeSameAs(ring);
        File.Exists(FilePath + ".key").Should().BeFalse();
    }

    [Theory]
    [InlineData("", Durability.Durable, null, "*Path is empty*")]
    [InlineData(":memory:", Durability.Durable, null, "*in-memory store*")]
    [InlineData("events.db", Durability.Memory, null, "*Durability is Memory*in-memory store*")]
    [InlineData("events.db", (Durability)7, null, "*Durability is 7*")]
    [InlineData("events.db", Durability.Durable, " ", "*KeyFilePath is empty*")]
    public async Task Options_that_cannot_work_stop_the_host_at_its_start(string path, Durability durability, string? keys, string message)
    {
        var host = Host.CreateApplicationBuilder();
        new Builder(host.Services).UseSqlite(path, options => (options.Durability, options.KeyFilePath) = (durability, keys));
        using var application = host.Build();

        var start = () => application.StartAsync();

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    private sealed class Builder(IServiceCollection? services = null) : IEventBusBuilder
    {
        public IServiceCollection Services { get; } = services ?? new ServiceCollection();
    }
}
