namespace InsideLabs.EventBus.Occurrences;

/// <summary>
/// The envelope fields that the publisher gave instead of leaving them to the library. When the same event id is published
/// again, such a field counts as content only if both calls gave it.
/// </summary>
[Flags]
public enum GivenFields
{
    /// <summary>The publisher gave none of them.</summary>
    None = 0,

    /// <summary>The publisher gave <c>eventCategory</c>.</summary>
    Category = 1,

    /// <summary>The publisher gave <c>sourceDomain</c>.</summary>
    SourceDomain = 2,

    /// <summary>The publisher gave <c>timestamp</c>.</summary>
    Timestamp = 4,
}
