namespace InsideLabs.EventBus.Signatures;

/// <summary>The names of the headers that a webhook request carries, in lower case.</summary>
public static class WebhookHeaders
{
    /// <summary>The delivery's id: the same over all attempts, so a receiver may de-duplicate by it alone.</summary>
    public const string Id = "webhook-id";

    /// <summary>When this attempt was made, in Unix seconds.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>One or more signatures, separated by a space.</summary>
    public const string Signature = "webhook-signature";

    /// <summary>The id of the event.</summary>
    public const string EventId = "insidelabs-event-id";

    /// <summary>The type of the event.</summary>
    public const string EventType = "insidelabs-event-type";

    /// <summary>The subscription that the request is made for.</summary>
    public const string SubscriptionId = "insidelabs-subscription-id";

    /// <summary>Which attempt of the delivery this is, from 1.</summary>
    public const string Attempt = "insidelabs-attempt";
}
