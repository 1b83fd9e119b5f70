using System.Text;
using InsideLabs.EventBus.Adapters.Webhook;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>A subscription that tries to aim the host at something.</summary>
/// <param name="Target">What it tries, for people.</param>
/// <param name="Config">Its config.</param>
/// <param name="Expected">What must become of it.</param>
internal sealed record SsrfCase(string Target, ReadOnlyMemory<byte> Config, SsrfOutcome Expected)
{
    /// <summary>What becomes of its second event, where that is something else.</summary>
    public SsrfOutcome? Then { get; init; }

    /// <summary>The addresses that its name leads to, which no text may show.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    public static SsrfCase Webhook(string url, SsrfOutcome expected) => new(url, WebhookTarget.Config(url), expected);

    public static SsrfCase Of(string target, string json) => new(target, Encoding.UTF8.GetBytes(json), SsrfOutcome.Denied);
}

/// <summary>What becomes of a case.</summary>
internal enum SsrfOutcome
{
    /// <summary>It is refused when it is written, or its delivery is dead without a request.</summary>
    Denied = 0,

    /// <summary>It is delivered: without those nothing would be proven.</summary>
    Reached = 1,

    /// <summary>It is answered by a redirect, and that is all.</summary>
    Redirected = 2,
}
