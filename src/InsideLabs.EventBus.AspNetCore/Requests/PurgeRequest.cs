using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>Which items to remove for good. Their audit entries stay.</summary>
internal sealed record PurgeRequest
{
    /// <summary><c>completed</c> or <c>failed</c>.</summary>
    [AllowedValues("completed", "failed")]
    public required string Status { get; init; }

    /// <summary>Only items that ended before this instant, with a zone.</summary>
    public required DateTimeOffset OlderThan { get; init; }

    /// <exception cref="EventBusValidationException">Every fault is named.</exception>
    public static (DeliveryStatus Status, DateTimeOffset OlderThan) Read(ReadOnlyMemory<byte> utf8Json)
    {
        if (StrictJson.Check(utf8Json.Span) is { } broken)
        {
            throw new EventBusValidationException([broken]);
        }

        using var document = JsonDocument.Parse(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new EventBusValidationException(string.Empty, ErrorCodes.TypeMismatch, "A purge is a JSON object.");
        }

        var faults = new FaultList();
        DeliveryStatus? status = null;
        DateTimeOffset? olderThan = null;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "status":
                    status = ReadStatus(property.Value, faults);
                    break;
                case "olderThan":
                    olderThan = ReadInstant(property.Value, faults);
                    break;
                default:
                    var name = FaultText.Show(property.Name);
                    faults.Add(name, ErrorCodes.PropertyUnknown, $"A purge has no property '{name}'.{FaultText.DidYouMean(property.Name, "status", "olderThan")}");
                    break;
            }
        }

        Require("status", document.RootElement, faults);
        Require("olderThan", document.RootElement, faults);
        faults.ThrowIfAny();
        return (status!.Value, olderThan!.Value);
    }

    private static DeliveryStatus? ReadStatus(JsonElement value, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.String
            && Words.QueueStatuses.TryGetValue(value.GetString()!, out var word)
            && word.Status is DeliveryStatus.Delivered or DeliveryStatus.Dead)
        {
            return word.Status;
        }

        faults.Add("status", ErrorCodes.ParameterInvalid, "'status' is 'completed' or 'failed': what has not ended cannot be purged.");
        return null;
    }

    private static DateTimeOffset? ReadInstant(JsonElement value, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.String && Timestamps.TryParse(value.GetString(), out var instant))
        {
            return instant;
        }

        faults.Add("olderThan", ErrorCodes.TimestampMalformed, "'olderThan' is an ISO 8601 instant with a zone, such as 2026-04-08T00:00:00Z.");
        return null;
    }

    private static void Require(string name, JsonElement document, FaultList faults)
    {
        if (!document.TryGetProperty(name, out _))
        {
            faults.Add(name, ErrorCodes.FieldRequired, $"A purge needs '{name}'.");
        }
    }
}
