namespace InsideLabs.EventBus.Faults.Breaking;

/// <summary>A library with one deliberate mistake, and the scenario that must not overlook it.</summary>
/// <param name="Mistake">What is wrong with it, in a few words.</param>
/// <param name="File">The source file, relative to the repository.</param>
/// <param name="Original">What stands there, exactly once.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Scenario">Who must catch it, in its quick form.</param>
/// <param name="Rules">The rules of which at least one must be reported as broken: <c>I1</c> to <c>I9</c>, or the scenario's name for its own.</param>
internal sealed record BrokenBuild(string Mistake, string File, string Original, string Replacement, string Scenario, params string[] Rules)
{
    /// <summary>Puts the mistake into a text.</summary>
    /// <exception cref="InvalidOperationException">The original does not stand there exactly once: the list is out of date.</exception>
    public string Break(string text)
    {
        var first = text.IndexOf(Original, StringComparison.Ordinal);
        return first >= 0 && text.IndexOf(Original, first + 1, StringComparison.Ordinal) < 0
            ? text.Replace(Original, Replacement, StringComparison.Ordinal)
            : throw new InvalidOperationException($"'{Original}' does not stand in {File} exactly once: bring the list of broken builds up to date ({Mistake}).");
    }

    /// <summary>Whether a scenario's violations show that it was caught for the right reason.</summary>
    public bool IsCaughtBy(IEnumerable<string> violations) =>
        violations.Any(v => Rules.Any(r => v.StartsWith(r + ":", StringComparison.Ordinal)));
}
