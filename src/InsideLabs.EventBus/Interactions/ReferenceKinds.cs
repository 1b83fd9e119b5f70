namespace InsideLabs.EventBus.Interactions;

/// <summary>How the kinds of reference data are called in messages and documents.</summary>
internal static class ReferenceKinds
{
    /// <summary>What one is called: <c>resource type</c>.</summary>
    public static string NameOf(ReferenceKind kind) => kind switch
    {
        ReferenceKind.ResourceType => "resource type",
        ReferenceKind.Action => "action",
        ReferenceKind.Origin => "origin",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of reference data."),
    };
}
