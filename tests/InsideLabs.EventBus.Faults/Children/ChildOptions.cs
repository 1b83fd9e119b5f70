using System.Globalization;
using System.Text.Json;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>What a child is told to do: one argument of its command line.</summary>
internal sealed record ChildOptions
{
    /// <summary>The name of its <see cref="ChildRole"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The SQLite file.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>Where the webhooks go: <c>http://127.0.0.1:PORT</c>.</summary>
    public required string ReceiverUrl { get; init; }

    /// <summary>Makes the event ids of this child its own, and chooses its event types.</summary>
    public int Seed { get; init; }

    /// <summary>What else the role wants to know.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public static ChildOptions Parse(string argument) => JsonSerializer.Deserialize<ChildOptions>(argument)!;

    public string? Find(string name) => Values.GetValueOrDefault(name);

    public string Get(string name) =>
        Find(name) ?? throw new ArgumentException($"The role '{Role}' was not told its '{name}'.", nameof(name));

    public int Number(string name, int otherwise) =>
        Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The argument.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);
}
