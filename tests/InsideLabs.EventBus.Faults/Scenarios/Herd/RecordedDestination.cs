using System.Text.Json;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>Reads where a recorded send went.</summary>
internal static class RecordedDestination
{
    public static string Of(RecordedSend send)
    {
        using var config = JsonDocument.Parse(send.Request.Config);
        return config.RootElement.GetProperty("destination"u8).GetString()!;
    }
}
