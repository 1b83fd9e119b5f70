namespace InsideLabs.EventBus.Faults.Children;

/// <summary>How a child is started.</summary>
internal sealed record ChildLaunch
{
    /// <summary>A child like any other.</summary>
    public static readonly ChildLaunch Plain = new();

    /// <summary>The command that starts it, such as <c>strace -f</c>; none when empty.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
