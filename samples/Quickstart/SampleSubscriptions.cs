using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace Quickstart;

/// <summary>
/// The four subscriptions of the sample. They stay in the file: a second run finds them by their label, points them to where the
/// receiver listens now, and rotates their signing secrets, since a secret is shown only once and the receiver keeps none.
/// </summary>
internal sealed class SampleSubscriptions(SubscriptionService subscriptions)
{
    private static readonly Plan[] Plans =
    [
        new("campaign-sent", "engagement.campaign.sent"),
        new("campaigns", "engagement.campaign.*"),
        new("segment-users", "engagement.segment.user.*", FailFirst: 2),
        new("engagement", "engagement.*"),
    ];

    /// <summary>Creates the subscriptions, or moves them to the receiver's address of today.</summary>
    public async Task PointToAsync(ReceiverProcess receiver, CancellationToken cancellationToken)
    {
        foreach (var plan in Plans)
        {
            var url = receiver.HandlerUrl(plan.Label, plan.FailFirst);
            var filter = new SubscriptionFilter { Label = plan.Label };
            var existing = (await subscriptions.ListAsync(filter, cancellationToken)).SingleOrDefault();
            if (existing is null)
            {
                await CreateAsync(plan, url, receiver, cancellationToken);
            }
            else
            {
                var moved = new SubscriptionDraft { Config = WebhookTarget.Config(url.ToString()) };
                await subscriptions.UpdateAsync(existing.Id, moved, cancellationToken: cancellationToken);
                var rotated = await subscriptions.RotateSecretAsync(existing.Id, cancellationToken: cancellationToken);
                await receiver.RegisterSecretAsync(existing.Id.ToString(), rotated.SigningSecret, cancellationToken);
            }
        }
    }

    /// <summary>The subscriptions by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, Subscription>> ReadAsync(CancellationToken cancellationToken) =>
        (await subscriptions.ListAsync(cancellationToken: cancellationToken)).ToDictionary(s => s.Id);

    private async Task CreateAsync(Plan plan, Uri url, ReceiverProcess receiver, CancellationToken cancellationToken)
    {
        var created = await subscriptions.CreateAsync(
            new SubscriptionDraft
            {
                EventTypes = [plan.Pattern],
                Config = WebhookTarget.Config(url.ToString()),
                Labels = [plan.Label],
                RetryDelays = [1, 1],
            },
            cancellationToken);

        // The secret is shown this once: whoever receives must keep it.
        await receiver.RegisterSecretAsync(created.Subscription.Id.ToString(), created.SigningSecret!, cancellationToken);
    }

    /// <param name="Label">How the sample calls the subscription.</param>
    /// <param name="Pattern">What it listens to.</param>
    /// <param name="FailFirst">How many of the first attempts of each delivery the receiver refuses.</param>
    private sealed record Plan(string Label, string Pattern, int FailFirst = 0);
}
