namespace InsideLabs.EventBus.Signatures;

/// <summary>What <see cref="WebhookSignature"/> found. Only <see cref="Valid"/> is a reason to trust a request.</summary>
public enum WebhookVerification
{
    /// <summary>No signature was made with one of the secrets over this id, timestamp and body.</summary>
    Mismatch = 0,

    /// <summary>A signature was made with one of the secrets over this id, timestamp and body, and the timestamp is near enough.</summary>
    Valid = 1,

    /// <summary>A header is missing or empty, or the timestamp is not a number of seconds.</summary>
    MalformedHeaders = 2,

    /// <summary>The signature header holds no signature of the version <c>v1</c>.</summary>
    NoSignature = 3,

    /// <summary>The timestamp is too old or too far ahead: an old request sent again, or a clock that is wrong.</summary>
    TimestampOutsideTolerance = 4,
}
