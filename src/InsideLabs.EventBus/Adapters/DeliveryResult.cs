namespace InsideLabs.EventBus.Adapters;

/// <summary>How an attempt ended, in the adapter's judgement.</summary>
public sealed record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>The kind of ending.</summary>
    public required DeliveryVerdict Verdict { get; init; }

    /// <summary>The failure's code; null when delivered.</summary>
    public string? Code { get; private init; }

    /// <summary>The receiver's HTTP status; null when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What the receiver or the failure said; the library cuts it to 16 KiB and redacts secrets.</summary>
    public string? Response { get; init; }

    /// <summary>How long the receiver asks to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a person should know although the attempt did not fail.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The receiver took it.</summary>
    public static DeliveryResult Delivered(int? statusCode = null, string? response = null) =>
        new() { Verdict = DeliveryVerdict.Delivered, StatusCode = statusCode, Response = response };

    /// <summary>It failed, and another attempt may succeed.</summary>
    public static DeliveryResult Retry(string code, string? response = null, int? statusCode = null, TimeSpan? retryAfter = null) =>
        new() { Verdict = DeliveryVerdict.Retry, Code = code, Response = response, StatusCode = statusCode, RetryAfter = retryAfter };

    /// <summary>It failed, and no other attempt can succeed.</summary>
    public static DeliveryResult Rejected(string code, string? response = null, int? statusCode = null) =>
        new() { Verdict = DeliveryVerdict.Rejected, Code = code, Response = response, StatusCode = statusCode };

    /// <summary>The endpoint said that it is gone for good: the delivery is dead and the subscription is disabled.</summary>
    public static DeliveryResult Gone(string code, string? response = null, int? statusCode = null) =>
        new() { Verdict = DeliveryVerdict.Gone, Code = code, Response = response, StatusCode = statusCode };
}

/// <summary>The kinds of endings of an attempt.</summary>
public enum DeliveryVerdict
{
    /// <summary>The receiver took it.</summary>
    Delivered = 0,

    /// <summary>It failed, and another attempt may succeed.</summary>
    Retry = 1,

    /// <summary>It failed, and no other attempt can succeed.</summary>
    Rejected = 2,

    /// <summary>The endpoint is gone: rejected, and the subscription is disabled.</summary>
    Gone = 3,
}
