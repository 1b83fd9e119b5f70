using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance;

/// <summary>Things to store: complete and valid, so that a test names only what it is about.</summary>
public static class TestData
{
    /// <summary>The first instant of a <see cref="Time.VirtualClock"/>.</summary>
    public static readonly DateTimeOffset Start = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    private static long _ids;

    /// <summary>A UUIDv7 greater than every one before.</summary>
    public static Guid NewId() => Guid.CreateVersion7(Start.AddMilliseconds(Interlocked.Increment(ref _ids)));

    /// <summary>An active webhook subscription to every engagement event.</summary>
    public static Subscription Subscription(params string[] labels) => new()
    {
        Id = NewId(),
        Match = new SubscriptionMatch([EventPattern.Parse("engagement.*")]),
        Adapter = AdapterNames.Webhook,
        Config = """{"adapter":"adapter:webhook","url":"https://receiver.example/hook"}"""u8.ToArray(),
        Labels = [.. labels],
        CreatedAt = Start,
        UpdatedAt = Start,
    };

    /// <summary>An active webhook subscription to interactions.</summary>
    public static Subscription Subscription(InteractionMatch match) => Subscription() with { Match = new SubscriptionMatch(match) };

    /// <summary>An active subscription of a subscriber.</summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="inherits">Whether its config is the subscriber's.</param>
    public static Subscription Subscription(Subscriber subscriber, bool inherits)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Subscription() with { SubscriberId = subscriber.Id, InheritsConfig = inherits, Adapter = subscriber.Adapter };
    }

    /// <summary>A resource type, action or origin.</summary>
    public static ReferenceItem Reference(string? mnemonic = null)
    {
        var id = NewId();
        return new ReferenceItem { Id = id, Mnemonic = mnemonic ?? $"M-{id:N}", Title = "A title" };
    }

    /// <summary>A subscriber of the webhook adapter with a config.</summary>
    public static Subscriber Subscriber(string? config = """{"adapter":"adapter:webhook","url":"https://subscriber.example/hook"}""")
    {
        ReadOnlyMemory<byte>? bytes = null;
        if (config is not null)
        {
            bytes = Encoding.UTF8.GetBytes(config);
        }

        return new Subscriber { Id = NewId(), Name = "Orders", Adapter = AdapterNames.Webhook, Config = bytes };
    }

    /// <summary>An interaction without a number.</summary>
    public static Occurrence Interaction(
        ReferenceItem resourceType,
        ReferenceItem action,
        ReferenceItem? origin = null,
        Guid? id = null,
        string metadata = """{"order":{"id":"o-1"}}""",
        string? traceParent = null,
        DateTimeOffset? recordedAt = null)
    {
        var given = new NewInteraction { ResourceId = "order-1", UowId = "unit-1", Metadata = Encoding.UTF8.GetBytes(metadata) };
        var interaction = Interactions.Interaction.Create(id ?? NewId(), resourceType, action, origin, given, recordedAt ?? Start);
        return Occurrence.Of(interaction, traceParent, recordedAt ?? Start);
    }

    /// <summary>An event. What is left out is not <see cref="Occurrence.Given"/>.</summary>
    public static Occurrence Event(
        string? id = null,
        string type = "engagement.campaign.sent",
        string payload = """{"campaignId":"c-42"}""",
        string? category = null,
        string? sourceDomain = null,
        DateTimeOffset? timestamp = null,
        string? traceParent = null,
        DateTimeOffset? recordedAt = null)
    {
        var eventType = EventType.Parse(type);
        var envelope = EventEnvelope.Create(
            EventId.Parse(id ?? NewId().ToString("N")),
            eventType,
            category ?? eventType.Category,
            sourceDomain ?? "Engagement",
            timestamp ?? recordedAt ?? Start,
            Encoding.UTF8.GetBytes(payload));
        var given = (category is null ? GivenFields.None : GivenFields.Category)
            | (sourceDomain is null ? GivenFields.None : GivenFields.SourceDomain)
            | (timestamp is null ? GivenFields.None : GivenFields.Timestamp);
        return Occurrence.Of(envelope, given, traceParent, recordedAt ?? Start);
    }

    /// <summary>A delivery to a subscription.</summary>
    public static NewDelivery Delivery(Subscription subscription, DateTimeOffset dueAt)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return new NewDelivery(NewId(), subscription.Id, subscription.Adapter, dueAt, dueAt);
    }

    /// <summary>An event with one delivery, due at <see cref="Start"/>, for every subscription named.</summary>
    public static NewOccurrence Item(Occurrence occurrence, params Subscription[] subscriptions) =>
        new(occurrence, [.. subscriptions.Select(s => Delivery(s, Start))]);

    /// <summary>The outcome of the next attempt of a claimed delivery.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="status">Delivered, dead, or scheduled again.</param>
    /// <param name="startedAt">When the attempt began.</param>
    /// <param name="dueAt">When the delivery is due again.</param>
    /// <param name="code">The failure's code; <c>http_5xx</c> when left out and not delivered.</param>
    public static Settlement Settlement(
        ClaimedDelivery claim,
        DeliveryStatus status,
        DateTimeOffset startedAt,
        DateTimeOffset dueAt = default,
        string? code = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var delivered = status == DeliveryStatus.Delivered;
        return new Settlement
        {
            DeliveryId = claim.Id,
            ClaimNo = claim.ClaimNo,
            Status = status,
            Attempt = new DeliveryAttempt
            {
                Id = NewId(),
                DeliveryId = claim.Id,
                OccurrenceId = claim.Occurrence.Id,
                SubscriptionId = claim.SubscriptionId,
                Adapter = AdapterNames.Webhook,
                Number = claim.Attempts + 1,
                Outcome = status switch
                {
                    DeliveryStatus.Delivered => AttemptOutcome.Success,
                    DeliveryStatus.Dead => AttemptOutcome.Dead,
                    _ => AttemptOutcome.Failure,
                },
                StatusCode = delivered ? 200 : 503,
                Code = delivered ? null : code ?? "http_5xx",
                Response = delivered ? "ok" : "unavailable",
                StartedAt = startedAt,
                Duration = StoreUnderTest.AttemptDuration,
            },
            Failures = claim.Failures + (delivered ? 0 : 1),
            RetryAt = dueAt,
            DueAt = dueAt,
        };
    }
}
