namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>What came of a scenario.</summary>
internal sealed record ScenarioResult
{
    public required string Name { get; init; }

    public int Runs { get; init; }

    public int Kills { get; init; }

    public int Acknowledged { get; init; }

    public int Lost { get; init; }

    public int Phantom { get; init; }

    public int Duplicates { get; init; }

    public int Broken { get; init; }

    public IReadOnlyList<string> Violations { get; init; } = [];

    public IReadOnlyList<string> Figures { get; init; } = [];

    public double Seconds { get; init; }

    /// <summary>Whether the machine had what it needs.</summary>
    public bool IsRun { get; init; } = true;

    public bool Holds => IsRun && Lost + Phantom + Broken == 0 && Runs > 0;

    public static ScenarioResult Of(string name, ScenarioRun run, TimeSpan time) => new()
    {
        Name = name,
        Runs = run.Runs,
        Kills = run.Kills,
        Acknowledged = run.Acknowledged,
        Lost = run.Lost,
        Phantom = run.Phantom,
        Duplicates = run.Duplicates,
        Broken = run.Broken,
        Violations = run.Violations,
        Figures = run.Figures,
        Seconds = time.TotalSeconds,
    };

    /// <summary>A scenario that could not be run: that proves nothing, so it does not hold.</summary>
    public static ScenarioResult NotRun(string name, string reason) => new() { Name = name, IsRun = false, Violations = ["Not run: " + reason] };
}
