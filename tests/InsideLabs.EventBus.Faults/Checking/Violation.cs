namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>Something that must hold and does not.</summary>
/// <param name="Rule">The rule, <c>I1</c> to <c>I9</c>, or the name of the scenario for what only it asks for.</param>
/// <param name="Kind">What it counts as in the table.</param>
/// <param name="Text">The thing, and what is wrong with it.</param>
internal sealed record Violation(string Rule, ViolationKind Kind, string Text)
{
    public override string ToString() => $"{Rule}: {Text}";
}

/// <summary>What a violation counts as.</summary>
internal enum ViolationKind
{
    /// <summary>A promise that only the scenario or the bookkeeping knows was broken.</summary>
    Broken = 0,

    /// <summary>Something that was acknowledged is not there, or never arrived.</summary>
    Lost = 1,

    /// <summary>Something is there, or arrived, that nobody asked for.</summary>
    Phantom = 2,
}
