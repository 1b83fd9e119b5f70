using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Loads;

/// <summary>One of the fixed subscriptions of a campaign: every child makes sure that they exist before it does anything.</summary>
/// <param name="Name">Its label, and the path that its webhooks go to.</param>
/// <param name="Pattern">What it listens to.</param>
/// <param name="Schedule">When it may be delivered; always when null.</param>
internal sealed record FaultSubscription(string Name, string Pattern, DeliveryScheduleDraft? Schedule = null)
{
    /// <summary>
    /// Seconds before each further attempt: retries are quick enough to be on their way when a kill comes, and there are more of
    /// them than any delivery of a campaign needs. It stands before whatever uses it: static members are initialised in the order of the text.
    /// </summary>
    public static IReadOnlyList<double> RetryDelays { get; } = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6, 1.6, 1.6, 1.6];

    /// <summary>An exact pattern, a wildcard over one entity, and one over the whole domain: they overlap on purpose.</summary>
    public static IReadOnlyList<FaultSubscription> All { get; } =
    [
        new("exact", "engagement.campaign.sent"),
        new("entity", "engagement.campaign.*"),
        new("domain", "engagement.*"),
    ];

    /// <summary>Where its webhooks go instead of the receiver of the test bed.</summary>
    public string? Url { get; init; }

    /// <summary>Its ladder; a beginning of <see cref="RetryDelays"/>.</summary>
    public IReadOnlyList<double> Ladder { get; init; } = RetryDelays;

    /// <summary>The signing secret, known to both sides.</summary>
    public WebhookSecret Secret => WebhookSecret.Parse(WebhookSecret.Prefix + Convert.ToBase64String(KeyOf(Name)));

    /// <summary>The bytes of the secret of the subscription with a name.</summary>
    public static byte[] KeyOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes("faults:" + name));
}
