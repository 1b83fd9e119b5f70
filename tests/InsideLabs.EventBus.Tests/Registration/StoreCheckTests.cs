using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InsideLabs.EventBus.Tests.Registration;

public sealed class StoreCheckTests
{
    [Fact]
    public void A_store_with_every_port_passes()
    {
        var check = () => StoreCheck.Run(Services());

        check.Should().NotThrow();
    }

    [Theory]
    [InlineData(typeof(ISubscriptionStore))]
    [InlineData(typeof(IDeliveryStore))]
    [InlineData(typeof(IReferenceStore))]
    [InlineData(typeof(ISettingsStore))]
    public void A_store_that_lacks_a_port_is_told_which(Type port)
    {
        var services = Services();
        services.RemoveAll(port);

        var check = () => StoreCheck.Run(services);

        check.Should().Throw<InvalidOperationException>().WithMessage($"The store lacks {port.Name}:*");
    }

    [Fact]
    public void No_store_at_all_is_told_how_to_add_one()
    {
        var check = () => StoreCheck.Run(new ServiceCollection());

        check.Should().Throw<InvalidOperationException>().WithMessage("*UseSqlite(*UseInMemoryStore()*");
    }

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddInsideLabsEvents().UseInMemoryStore();
        return services;
    }
}
