namespace InsideLabs.EventBus.Settings;

/// <summary>What an adapter needs to work on this host, such as the key of the mail service.</summary>
public sealed record AdapterSettings
{
    /// <summary>The adapter's name, such as <c>adapter:email</c>.</summary>
    public required string Adapter { get; init; }

    /// <summary>Whether the adapter may send. While it may not, attempts fail and are tried again.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>The settings, a JSON object in UTF-8 with credentials shown as <c>***</c>; its texts may hold templates.</summary>
    public required ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>The credentials of the settings, encrypted; null when they have none.</summary>
    public ReadOnlyMemory<byte>? Credentials { get; init; }
}
