namespace InsideLabs.EventBus.Interactions;

/// <summary>The kinds of reference data that interactions are made of. Each kind has mnemonics of its own.</summary>
public enum ReferenceKind
{
    /// <summary>What something happened to, such as <c>ORDER</c>.</summary>
    ResourceType = 0,

    /// <summary>What was done, such as <c>CREATE</c>.</summary>
    Action = 1,

    /// <summary>Where it came from, such as <c>SHOP</c>.</summary>
    Origin = 2,
}
