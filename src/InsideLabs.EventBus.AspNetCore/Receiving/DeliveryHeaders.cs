using System.Globalization;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>The headers of a delivery that matter here. One that is missing, came twice or breaks its grammar is null.</summary>
internal sealed class DeliveryHeaders(IHeaderDictionary headers)
{
    public string? DeliveryId { get; } = Token(headers, WebhookHeaders.Id);

    public string? Timestamp { get; } = Single(headers, WebhookHeaders.Timestamp);

    public string? Signature { get; } = Single(headers, WebhookHeaders.Signature);

    public string? SubscriptionId { get; } = Token(headers, WebhookHeaders.SubscriptionId);

    public int Attempt { get; } =
        int.TryParse(Single(headers, WebhookHeaders.Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    /// <summary>Every id on the bus has the grammar of an event id.</summary>
    private static string? Token(IHeaderDictionary headers, string name) =>
        Single(headers, name) is { } value && EventId.TryParse(value, out _) ? value : null;
}
