namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>One way to attack the library, and to judge what is left.</summary>
internal abstract class Scenario
{
    /// <summary>What it is called on the command line and in the table: lower case, words joined by hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What it does to whom, in one line.</summary>
    public abstract string Attack { get; }

    /// <summary>Whether it has a quick form.</summary>
    public virtual bool IsQuick => true;

    /// <summary>What of the machine it needs for itself.</summary>
    public virtual Isolation Isolation => Isolation.None;

    /// <summary>The programs that it needs.</summary>
    public virtual IReadOnlyList<string> Programs => [];

    /// <summary>Attacks and judges: whatever does not hold is reported to <paramref name="run"/>.</summary>
    public abstract Task RunAsync(ScenarioRun run);
}
