using System.Globalization;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>One line of what a child tells its parent. No part of it holds white space.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">The event's id; for <see cref="ChildLineKind.Ready"/> the process id, for <see cref="ChildLineKind.Told"/> the name of the figure.</param>
/// <param name="Detail">The event's type when the publish begins, the code when it is refused, the value of a figure.</param>
/// <param name="Deliveries">How many deliveries the receipt promises, told with the acknowledgement.</param>
internal sealed record ChildLine(ChildLineKind Kind, string Subject = "", string Detail = "", int Deliveries = 0)
{
    /// <summary>Something that only its scenario understands.</summary>
    public static ChildLine Tell(string name, object value) =>
        new(ChildLineKind.Told, name, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    /// <summary>The line, without its end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Subject} {Detail} {Deliveries}");

    /// <summary>Reads a line; null when the process died while it wrote it.</summary>
    public static ChildLine? Parse(string line) => line.Split(' ') is [var kind, var subject, var detail, var deliveries]
        && Enum.TryParse<ChildLineKind>(kind, out var parsed)
        && int.TryParse(deliveries, CultureInfo.InvariantCulture, out var count)
            ? new ChildLine(parsed, subject, detail, count)
            : null;
}

/// <summary>What a line tells.</summary>
internal enum ChildLineKind
{
    /// <summary>The host runs and the subscriptions exist.</summary>
    Ready = 0,

    /// <summary>A publish is about to be called: from here on the event may be stored.</summary>
    Begun = 1,

    /// <summary>The publish returned: from here on the event must never be lost.</summary>
    Acknowledged = 2,

    /// <summary>The publish ended with a typed error: the event may be stored or not.</summary>
    Refused = 3,

    /// <summary>A figure.</summary>
    Told = 4,
}
