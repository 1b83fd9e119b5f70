using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;

namespace Notifications;

/// <summary>Waits for the outcomes, and shows what each service got and how many attempts it took.</summary>
internal sealed class SampleAudit(IDeliveryStore deliveries, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until all deliveries have ended.</summary>
    /// <returns>Whether all of them were made in time.</returns>
    public async Task<bool> WaitAsync(int expected, CancellationToken cancellationToken)
    {
        var giveUpAt = time.GetUtcNow() + Patience;
        using var timer = new PeriodicTimer(LookEvery, time);
        DeliveryStats stats;
        do
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            stats = await deliveries.GetStatsAsync(cancellationToken);
        }
        while (stats.Completed + stats.Failed < expected && time.GetUtcNow() < giveUpAt);

        return stats.Completed == expected;
    }

    /// <summary>Shows the table.</summary>
    public async Task ShowAsync(IReadOnlyList<LocalService> services, TextWriter output, CancellationToken cancellationToken)
    {
        string[] adapters = [AdapterNames.Email, AdapterNames.Slack, AdapterNames.Webhook];
        var attempts = await deliveries.ListAttemptsAsync(AttemptFilter.All, cancellationToken);
        await output.WriteLineAsync($"{"service",-18} {"attempts",-24} {"checked",-8} what it got");
        foreach (var (service, adapter) in services.Zip(adapters))
        {
            var made = attempts.Where(a => a.Adapter == adapter).Reverse().Select(a => a.Code ?? a.Outcome.ToString().ToLowerInvariant());
            await output.WriteLineAsync($"{service.Name,-18} {string.Join(", ", made),-24} {(service.IsRight ? "right" : "WRONG"),-8} {service.Shown}");
        }
    }
}
