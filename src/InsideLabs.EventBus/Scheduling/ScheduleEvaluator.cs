using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>Says when deliveries may be made.</summary>
/// <param name="load">Gives a time zone by its IANA id, or null when it cannot be resolved.</param>
internal sealed class ScheduleEvaluator(Func<string, TimeZoneInfo?> load)
{
    /// <summary>Whether deliveries may be made at an instant, and else from when on.</summary>
    /// <param name="schedule">The schedule; null for always.</param>
    /// <param name="instant">The instant.</param>
    public ScheduleAnswer Evaluate(DeliverySchedule? schedule, DateTimeOffset instant) => throw new NotSupportedException(load.Method.Name);

    /// <summary>The openings from an instant on, one after the other, those that touch merged; nothing when it never opens.</summary>
    /// <param name="schedule">The schedule; null for always, and so is one whose zone cannot be resolved.</param>
    /// <param name="from">The first opening begins here when it is open here.</param>
    public IEnumerable<DeliveryOpening> Openings(DeliverySchedule? schedule, DateTimeOffset from) => throw new NotSupportedException(load.Method.Name);
}
