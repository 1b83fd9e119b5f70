using System.ComponentModel.DataAnnotations;
using System.Globalization;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>When deliveries may be made: weekly windows by the clocks of a time zone.</summary>
internal sealed record DeliveryScheduleBody
{
    /// <summary>The IANA id of a time zone, such as <c>America/New_York</c>.</summary>
    public required string Timezone { get; init; }

    /// <summary>1 to 100 windows. Deliveries are made while any of them is open.</summary>
    public required IReadOnlyList<DeliveryWindowBody> Windows { get; init; }

    public static DeliveryScheduleBody? Of(DeliverySchedule? schedule) => schedule is null
        ? null
        : new DeliveryScheduleBody { Timezone = schedule.TimeZone, Windows = [.. schedule.Windows.Select(DeliveryWindowBody.Of)] };
}

/// <summary>A time of the day on some days of the week.</summary>
internal sealed record DeliveryWindowBody
{
    /// <summary>The days on which it begins: 0 for Sunday to 6 for Saturday.</summary>
    public required IReadOnlyList<int> Days { get; init; }

    /// <summary>When it begins: <c>HH:MM</c>, from 00:00 to 23:59.</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    public required string StartTime { get; init; }

    /// <summary>When it ends, not part of it: <c>HH:MM</c>, up to 24:00. Before the start: on the next day.</summary>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    public required string EndTime { get; init; }

    public static DeliveryWindowBody Of(DeliveryWindow window) => new()
    {
        Days = [.. window.Days.Select(static d => (int)d)],
        StartTime = Show(window.Start),
        EndTime = Show(window.End),
    };

    private static string Show(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");
}

/// <summary>A time during which deliveries are made.</summary>
internal sealed record DeliveryOpeningResponse
{
    /// <summary>When it begins, or <c>from</c> when it has begun before.</summary>
    public required DateTimeOffset Opens { get; init; }

    /// <summary>When it ends, not part of it; null when it has no end.</summary>
    public required DateTimeOffset? Closes { get; init; }

    public static DeliveryOpeningResponse Of(DeliveryOpening opening) => new() { Opens = opening.Opens, Closes = opening.Closes };
}
