using System.Globalization;
using System.Reflection;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscribing;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Looks at all that was let in: it can be listed and read, and is delivered, or says why not.</summary>
internal sealed class AfterMutations(ChildContext child, ValidWork valid)
{
    private const int Page = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What nobody has thought of is no clear code.</summary>
    private static readonly HashSet<string> Clear =
    [
        .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!)
            .Except([ErrorCodes.InternalError, ErrorCodes.AdapterFailed, ErrorCodes.StoreUnavailable], StringComparer.Ordinal),
    ];

    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        var wrong = new List<string>();
        try
        {
            await child.Service<IdleSignal>().WaitAsync().WaitAsync(Patience);
            await ReadAllAsync();
            await CheckDeliveriesAsync(wrong);
        }
        catch (Exception e)
        {
            wrong.Add($"What was let in cannot be read back: {e}");
        }

        if (valid.Delivered is var taken && taken != valid.Published)
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{taken} of {valid.Published} valid events were delivered."));
        }

        return wrong;
    }

    private async Task ReadAllAsync()
    {
        foreach (var subscription in await child.Service<SubscriptionService>().ListAsync())
        {
            await child.Service<SubscriptionService>().FindAsync(subscription.Id);
            await child.Service<SubscriptionService>().PreviewScheduleAsync(subscription.Id);
        }

        await child.Service<SubscriberService>().ListAsync();
        foreach (var kind in Enum.GetValues<ReferenceKind>())
        {
            await child.Service<ReferenceService>().ListAsync(kind);
        }

        await child.Service<SettingsService>().ListGlobalSettingsAsync();
        await child.Service<SettingsService>().ListAdapterSettingsAsync();
        await child.Service<SettingsService>().ListSecretNamesAsync();
    }

    private async Task CheckDeliveriesAsync(List<string> wrong)
    {
        var (store, now) = (child.Service<IDeliveryStore>(), TimeProvider.System.GetUtcNow());
        Guid? after = null;
        while (true)
        {
            var page = await store.ListDeliveriesAsync(new DeliveryFilter { Limit = Page, After = after }, CancellationToken.None);
            foreach (var delivery in page)
            {
                if (await store.FindOccurrenceAsync(delivery.OccurrenceId, CancellationToken.None) is null)
                {
                    wrong.Add($"The delivery {delivery.Id} has no occurrence.");
                }

                if (!HasClearState(delivery, now))
                {
                    wrong.Add($"The delivery {delivery.Id} of {delivery.OccurrenceId} is {delivery.Status} after {delivery.Attempts} attempts, due {delivery.NextAttempt:O}: '{delivery.LastError}'.");
                }
            }

            if (page.Count < Page)
            {
                return;
            }

            after = page[^1].Id;
        }
    }

    private static bool HasClearState(Delivery delivery, DateTimeOffset now) => delivery.Status switch
    {
        DeliveryStatus.Delivered or DeliveryStatus.Cancelled => true,
        DeliveryStatus.Dead => delivery.LastError is { } code && Clear.Contains(code),
        DeliveryStatus.Scheduled => delivery.NextAttempt > now && (delivery.Attempts == 0 || (delivery.LastError is { } code && Clear.Contains(code))),
        _ => false,
    };
}
