using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>
/// Says when deliveries may be made. A schedule is open at an instant when the clocks of its zone show a time in one of its windows then;
/// nothing else is a rule, so clocks that are set forward or back need none. Any number of threads may ask at once.
/// </summary>
/// <param name="load">Gives a time zone by its IANA id, or null when it cannot be resolved.</param>
internal sealed class ScheduleEvaluator(Func<string, TimeZoneInfo?> load)
{
    private readonly ConcurrentDictionary<string, OffsetTimeline> _zones = new(StringComparer.Ordinal);

    /// <summary>Whether deliveries may be made at an instant, and else from when on. Allocates nothing once the schedule is known.</summary>
    /// <param name="schedule">The schedule; null for always.</param>
    /// <param name="instant">The instant.</param>
    public ScheduleAnswer Evaluate(DeliverySchedule? schedule, DateTimeOffset instant)
    {
        var asked = instant.UtcTicks;
        var compiled = schedule?.Evaluated as CompiledSchedule;
        if (compiled?.Zone is null || compiled.Owner != this)
        {
            if (IsAlways(schedule))
            {
                return new ScheduleAnswer(ScheduleState.Open, Utc(asked));
            }

            compiled = Compiled(schedule, asked);
            if (compiled.Zone is null)
            {
                return new ScheduleAnswer(ScheduleState.ZoneUnresolved, Utc(asked));
            }
        }

        var due = compiled.NextOpen(asked);
        return due == asked ? new ScheduleAnswer(ScheduleState.Open, Utc(asked))
            : due < OffsetTimeline.End ? new ScheduleAnswer(ScheduleState.Closed, Utc(due))
            : new ScheduleAnswer(ScheduleState.Never, DateTimeOffset.MaxValue);
    }

    /// <summary>The openings from an instant on, one after the other, those that touch merged; nothing when it never opens.</summary>
    /// <param name="schedule">The schedule; null for always, and so is one whose zone cannot be resolved.</param>
    /// <param name="from">The first opening begins here when it is open here.</param>
    public IEnumerable<DeliveryOpening> Openings(DeliverySchedule? schedule, DateTimeOffset from)
    {
        var instant = from.UtcTicks;
        var compiled = IsAlways(schedule) ? null : Compiled(schedule, instant);
        if (compiled?.Zone is null)
        {
            yield return new DeliveryOpening(Utc(instant), Closes: null);
            yield break;
        }

        while (instant < OffsetTimeline.End && (instant = compiled.NextOpen(instant)) < OffsetTimeline.End)
        {
            var opens = Utc(instant);
            instant = compiled.NextClosed(instant);
            yield return new DeliveryOpening(opens, instant < OffsetTimeline.End ? Utc(instant) : null);
        }
    }

    private static bool IsAlways([NotNullWhen(false)] DeliverySchedule? schedule) => schedule is null || schedule.Windows.IsEmpty;

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>Two that make it at the same time make the same, so it does not matter whose is kept.</summary>
    private CompiledSchedule Compiled(DeliverySchedule schedule, long instant) =>
        schedule.Evaluated is CompiledSchedule known && known.Owner == this && !known.IsStale(instant) ? known : Compile(schedule, instant);

    private CompiledSchedule Compile(DeliverySchedule schedule, long instant)
    {
        var minutes = schedule.Evaluated is CompiledSchedule known ? known.Minutes : WeeklyMinutes.Of(schedule.Windows);
        var compiled = new CompiledSchedule(this, minutes, Zone(schedule.TimeZone), instant);
        schedule.Evaluated = compiled;
        return compiled;
    }

    private OffsetTimeline? Zone(string id)
    {
        if (_zones.TryGetValue(id, out var known))
        {
            return known;
        }

        try
        {
            return load(id) is { } zone ? _zones.GetOrAdd(id, new OffsetTimeline(zone)) : null;
        }
        catch (Exception)
        {
            // Whatever is wrong with its data: what waits for this zone is delivered, not held for ever.
            return null;
        }
    }
}
