using System.Text.Json;

namespace InsideLabs.Events.Engagement;

/// <summary>Attributes of a user changed.</summary>
public sealed record UserAttributesPayload
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The new values of the attributes that changed, by name; any JSON value.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    /// <summary>The names of the attributes that were removed.</summary>
    public IReadOnlyList<string>? RemovedAttributes { get; init; }

    /// <summary>Where the change came from, such as <c>api</c>, <c>import</c> or <c>profile_page</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Who did it: a user's or a system's id.</summary>
    public string? ChangedBy { get; init; }
}
