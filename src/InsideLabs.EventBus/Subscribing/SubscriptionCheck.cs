using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Says so at start when this machine cannot serve what is stored, because a key was lost or there is no time zone data, instead of
/// letting one delivery after the other tell. It looks at a sample, since there may be millions.
/// </summary>
internal sealed class SubscriptionCheck(
    ISubscriptionStore store,
    SigningSecretVault secrets,
    CredentialVault credentials,
    TimeZoneMonitor zones,
    TimeProvider time,
    ILogger<SubscriptionCheck> logger)
{
    private const int Sample = 100;

    /// <summary>Where there is any data, there is data for this zone.</summary>
    private const string AnyZone = "America/New_York";

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        zones.Report(AnyZone);
        try
        {
            var sample = await store.ListAsync(new SubscriptionFilter { Limit = Sample }, cancellationToken).ConfigureAwait(false);
            LookAtSecrets(sample);
            foreach (var schedule in sample.Select(static s => s.DeliverySchedule).OfType<DeliverySchedule>())
            {
                zones.Report(schedule.TimeZone);
            }
        }
        catch (EventBusStoreException)
        {
            // A look is no reason to fail the start: who needs the store will say so.
        }

        foreach (var zone in zones.FindMissing())
        {
            Log.TimeZoneDataMissing(logger, FaultText.Show(zone));
        }
    }

    private void LookAtSecrets(IReadOnlyList<Subscription> sample)
    {
        var unreadable = new List<(Guid Id, EventBusException Why)>();
        foreach (var subscription in sample)
        {
            try
            {
                secrets.Open(subscription, time.GetUtcNow());
                credentials.Open(subscription.ConfigCredentials, CredentialVault.LocationOf(subscription));
            }
            catch (EventBusException e)
            {
                unreadable.Add((subscription.Id, e));
            }
        }

        if (unreadable is [var (id, why), ..])
        {
            Log.SecretsUnreadable(logger, why, unreadable.Count, sample.Count, id);
        }
    }
}
