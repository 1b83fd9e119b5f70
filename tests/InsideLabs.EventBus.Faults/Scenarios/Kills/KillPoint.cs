using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Kills;

/// <summary>When a child is killed.</summary>
/// <param name="Moment">What is counted.</param>
/// <param name="Nth">At which one.</param>
internal sealed record KillPoint(KillMoment Moment, int Nth)
{
    /// <summary>Every moment gets its turn; how far the child comes before is drawn.</summary>
    /// <param name="round">The number of the kill.</param>
    /// <param name="furthest">How many publishes, or requests, a child has at most before it.</param>
    /// <param name="random">Draws.</param>
    public static KillPoint Draw(int round, int furthest, Random random) => (round % 8) switch
    {
        1 or 6 => new KillPoint(KillMoment.Begun, random.Next(1, furthest + 1)),
        2 or 4 => new KillPoint(KillMoment.Received, random.Next(1, furthest + 1)),
        3 => new KillPoint(KillMoment.Ready, 1),
        _ => new KillPoint(KillMoment.Acknowledged, random.Next(1, furthest + 1)),
    };

    /// <summary>Whether a line is of the kind that is counted.</summary>
    public bool Counts(ChildLine line) => Moment switch
    {
        KillMoment.Ready => line.Kind == ChildLineKind.Ready,
        KillMoment.Begun => line.Kind == ChildLineKind.Begun,
        KillMoment.Acknowledged => line.Kind == ChildLineKind.Acknowledged,
        _ => false,
    };
}

/// <summary>What a child is doing when it is killed.</summary>
internal enum KillMoment
{
    /// <summary>It has just begun, with what the last kill left in its hands.</summary>
    Ready = 0,

    /// <summary>It is about to publish: others of its publishes are on their way into the store.</summary>
    Begun = 1,

    /// <summary>It has acknowledged an event whose deliveries have hardly begun.</summary>
    Acknowledged = 2,

    /// <summary>The receiver has its request, and it will never read the answer.</summary>
    Received = 3,
}
