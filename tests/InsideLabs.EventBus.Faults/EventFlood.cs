using System.Globalization;
using InsideLabs.Events.Engagement;

namespace InsideLabs.EventBus.Faults;

/// <summary>Publishes as fast as it can from several tasks at once, and tells the parent of each publish before and after.</summary>
internal sealed class EventFlood(IEventPublisher publisher, LineWriter output, int seed)
{
    private const int Publishers = 8;

    private int _count;

    /// <summary>Never returns: it ends with the process, or throws when a publish fails.</summary>
    public Task RunAsync() => Task.WhenAny(Enumerable.Range(0, Publishers).Select(_ => Task.Run(PublishAsync))).Unwrap();

    private async Task PublishAsync()
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _count);
            var next = Next($"{seed}-{number}", number);
            output.Write(new ChildLine(ChildLineKind.Begun, next.EventId!, next.EventType));
            var receipt = await publisher.PublishAsync(next);
            output.Write(new ChildLine(ChildLineKind.Acknowledged, receipt.EventId, next.EventType, receipt.Deliveries));
        }
    }

    /// <summary>Three of the subscriptions match the first type, two the second, one the third.</summary>
    private static NewEvent Next(string eventId, int number)
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
}
