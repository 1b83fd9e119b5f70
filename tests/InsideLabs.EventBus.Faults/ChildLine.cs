using System.Globalization;

namespace InsideLabs.EventBus.Faults;

/// <summary>One line of what a child tells its parent.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="EventId">The event; empty for <see cref="ChildLineKind.Ready"/>.</param>
/// <param name="EventType">Its type, told when the publish begins.</param>
/// <param name="Deliveries">How many deliveries the receipt promises, told with the acknowledgement.</param>
public sealed record ChildLine(ChildLineKind Kind, string EventId = "", string EventType = "", int Deliveries = 0)
{
    /// <summary>The line, without its end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {EventId} {EventType} {Deliveries}");

    /// <summary>Reads a line; null when the process died while it wrote it.</summary>
    public static ChildLine? Parse(string line) => line.Split(' ') is [var kind, var id, var type, var deliveries]
        && Enum.TryParse<ChildLineKind>(kind, out var parsed)
        && int.TryParse(deliveries, CultureInfo.InvariantCulture, out var count)
            ? new ChildLine(parsed, id, type, count)
            : null;
}

/// <summary>What a line tells.</summary>
public enum ChildLineKind
{
    /// <summary>The host runs, the subscriptions exist, and publishing begins.</summary>
    Ready = 0,

    /// <summary>A publish is about to be called: from here on the event may be stored.</summary>
    Begun = 1,

    /// <summary>The publish returned: from here on the event must never be lost.</summary>
    Acknowledged = 2,
}
