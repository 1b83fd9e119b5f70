using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests;

/// <summary>Reference data of a small shop, and short ways to subscribe to its interactions.</summary>
internal static class SampleReferences
{
    public static readonly ReferenceItem Order = Item(1, "ORDER");
    public static readonly ReferenceItem Customer = Item(2, "CUSTOMER");
    public static readonly ReferenceItem Create = Item(11, "CREATE");
    public static readonly ReferenceItem Cancel = Item(12, "CANCEL");
    public static readonly ReferenceItem Web = Item(21, "WEB");
    public static readonly ReferenceItem Phone = Item(22, "PHONE");

    /// <summary>A host that knows the reference data.</summary>
    public static async Task<EventBusTestHost> StartAsync(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusOptions>? options = null)
    {
        var host = await EventBusTestHost.StartAsync(configure, o => o.Bus = options);
        await AddReferencesAsync(host);
        return host;
    }

    public static async Task AddReferencesAsync(this EventBusTestHost host)
    {
        foreach (var (kind, item) in new[]
        {
            (ReferenceKind.ResourceType, Order), (ReferenceKind.ResourceType, Customer),
            (ReferenceKind.Action, Create), (ReferenceKind.Action, Cancel),
            (ReferenceKind.Origin, Web), (ReferenceKind.Origin, Phone),
        })
        {
            (await host.References().SaveAsync(kind, item, isNew: true, CancellationToken.None)).Should().Be(ReferenceResult.Done);
        }
    }

    public static IReferenceStore References(this EventBusTestHost host) => host.Services.GetRequiredService<IReferenceStore>();

    /// <summary>Subscribes the recording adapter to orders that are created.</summary>
    public static async Task<Subscription> SubscribeToOrdersAsync(this EventBusTestHost host, Guid? origin = null, string? config = null)
    {
        var draft = new SubscriptionDraft
        {
            ResourceTypeId = Order.Id,
            ActionId = Create.Id,
            OriginId = origin,
            Config = config is null ? RecordingAdapter.Config() : System.Text.Encoding.UTF8.GetBytes(config),
        };
        return (await host.Subscriptions.CreateAsync(draft)).Subscription;
    }

    private static ReferenceItem Item(int number, string mnemonic) => new()
    {
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Mnemonic = mnemonic,
        Title = mnemonic.ToLowerInvariant(),
    };
}
