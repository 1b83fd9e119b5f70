using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.Events.Engagement;

namespace InsideLabs.EventBus.Faults.Loads;

/// <summary>Publishes as fast as it can from several tasks at once, and tells the parent of each publish before and after.</summary>
internal sealed class EventFlood(IEventPublisher publisher, LineWriter output, int seed)
{
    private const int Publishers = 8;

    private int _count;

    /// <summary>Publishes until it is cancelled; a publish that has begun is waited for.</summary>
    /// <exception cref="EventBusException">A publish was refused; it was told.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(Enumerable.Range(0, Publishers).Select(_ => Task.Run(() => PublishAsync(cancellationToken), CancellationToken.None))).Unwrap();

    /// <summary>Publishes a number of events.</summary>
    /// <exception cref="EventBusException">A publish was refused; it was told.</exception>
    public Task RunAsync(int count) => Parallel.ForAsync(
        0,
        count,
        new ParallelOptions { MaxDegreeOfParallelism = Publishers },
        async (_, _) =>
        {
            if (await PublishOneAsync() is { } refused)
            {
                throw refused;
            }
        });

    /// <summary>Publishes until a publish is refused; that is told.</summary>
    public Task RunUntilRefusedAsync() => Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(async () =>
    {
        while (await PublishOneAsync() is null)
        {
            // Once more.
        }
    })));

    /// <summary>Publishes one event.</summary>
    /// <returns>Why it was refused, which was told; null when it was acknowledged.</returns>
    public async Task<EventBusException?> PublishOneAsync()
    {
        var number = Interlocked.Increment(ref _count);
        var next = Next(IdOf(seed, number), number);
        output.Write(new ChildLine(ChildLineKind.Begun, next.EventId!, next.EventType));
        try
        {
            var receipt = await publisher.PublishAsync(next);
            output.Write(new ChildLine(ChildLineKind.Acknowledged, receipt.EventId, next.EventType, receipt.Deliveries));
            return null;
        }
        catch (EventBusException refused)
        {
            output.Write(new ChildLine(ChildLineKind.Refused, next.EventId!, refused.Code));
            return refused;
        }
    }

    /// <summary>The id of an event by its number: all are of one length.</summary>
    public static string IdOf(int seed, int number) => string.Create(CultureInfo.InvariantCulture, $"{seed}-{number:D7}");

    /// <summary>Three of the subscriptions match the first type, two the second, one the third.</summary>
    public static NewEvent Next(string eventId, int number)
    {
        var options = new PublishOptions { EventId = eventId };
        var name = number.ToString(CultureInfo.InvariantCulture);
        return (number % 3) switch
        {
            0 => NewEvent.Of(EngagementEvents.CampaignSent, new CampaignSentPayload { CampaignId = name, RecipientCount = number }, options),
            1 => NewEvent.Of(EngagementEvents.CampaignOpened, new CampaignOpenedPayload { CampaignId = name, UserId = eventId }, options),
            _ => NewEvent.Of(EngagementEvents.MessageSent, new MessageSentPayload { MessageId = name, UserId = eventId }, options),
        };
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await PublishOneAsync() is { } refused)
            {
                throw refused;
            }
        }
    }
}
