using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.InMemory;

public sealed class InMemoryStoreExtensionsTests
{
    private readonly Builder _builder = new();

    [Fact]
    public void All_ports_are_one_store_that_survives_nothing()
    {
        _builder.UseInMemoryStore().Should().BeSameAs(_builder);
        using var services = _builder.Services.BuildServiceProvider(validateScopes: true);

        var deliveries = services.GetRequiredService<IDeliveryStore>();

        deliveries.Durability.Should().Be(Durability.Memory);
        deliveries.Should().BeSameAs(services.GetRequiredService<ISubscriptionStore>());
        deliveries.Should().BeSameAs(services.GetRequiredService<IReferenceStore>());
        deliveries.Should().BeSameAs(services.GetRequiredService<ISettingsStore>());
    }

    [Fact]
    public void Every_host_gets_a_random_key_of_its_own()
    {
        using var one = _builder.UseInMemoryStore().Services.BuildServiceProvider();
        using var two = new Builder().UseInMemoryStore().Services.BuildServiceProvider();

        var (first, second) = (one.GetRequiredService<IEncryptionKeyRing>(), two.GetRequiredService<IEncryptionKeyRing>());

        first.Current.Id.Should().Be("memory");
        first.Find("memory").Should().BeSameAs(first.Current);
        first.Current.Bytes.SequenceEqual(second.Current.Bytes).Should().BeFalse();
    }

    [Fact]
    public void The_hosts_key_ring_stays()
    {
        var ring = new EncryptionKeyRing(new EncryptionKey("own", new byte[EncryptionKey.Length]));
        _builder.Services.AddSingleton<IEncryptionKeyRing>(ring);

        using var services = _builder.UseInMemoryStore().Services.BuildServiceProvider();

        services.GetRequiredService<IEncryptionKeyRing>().Should().BeSameAs(ring);
    }

    private sealed class Builder : IEventBusBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
