using System.Diagnostics;
using System.Text.Json;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Validate, match, commit, wake the dispatcher, hand over to the in-memory handlers.</summary>
internal sealed class EventPublisher(
    EventAdmission admission,
    OccurrenceCommitter committer,
    DeliverySignal signal,
    HandlerPump handlers,
    EventBusMetrics metrics,
    TimeProvider time,
    ILogger<EventPublisher> logger) : IEventPublisher
{
    private const int MaxBatch = 1000;

    public ValueTask<PublishReceipt> PublishAsync<TPayload>(
        EventDefinition<TPayload> definition,
        TPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default)
        where TPayload : class => PublishAsync(NewEvent.Of(definition, payload, options), cancellationToken);

    public async ValueTask<PublishReceipt> PublishAsync(NewEvent newEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        var receipts = await PublishAllAsync(faults => Admit([newEvent], At.Single, faults), At.Single, cancellationToken).ConfigureAwait(false);
        return receipts[0];
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyList<NewEvent> newEvents,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvents);
        CheckBatch(newEvents.Count);
        return await PublishAllAsync(faults => Admit(newEvents, At.Batch, faults), At.Batch, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        ReadOnlyMemory<byte> utf8Json,
        CancellationToken cancellationToken = default)
    {
        var isArray = IncomingEventReader.Open(utf8Json.Span, out var isClean);
        var at = isArray ? At.Batch : At.Single;
        return await PublishAllAsync(faults => Admit(utf8Json, isArray, isClean, faults), at, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckBatch(int count)
    {
        if (count is 0 or > MaxBatch)
        {
            throw new EventBusValidationException(
                string.Empty,
                ErrorCodes.ParameterInvalid,
                count == 0 ? $"No event; a batch holds 1 to {MaxBatch}." : $"More than {MaxBatch} events; a batch holds 1 to {MaxBatch}.");
        }
    }

    private async ValueTask<PublishReceipt[]> PublishAllAsync(
        Func<FaultList, Occurrence[]> admit,
        Func<int, string> fieldPrefix,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var activity = EventBusMetrics.Activities.StartActivity("publish", ActivityKind.Producer);
        var occurrences = Admit(admit);
        if (activity is not null && occurrences.Length == 1)
        {
            activity.SetTag(EventBusDiagnostics.EventTypeTag, occurrences[0].EventType);
            activity.SetTag(EventBusDiagnostics.EventIdTag, occurrences[0].Id);
        }

        var receipts = await CommitAsync(occurrences, fieldPrefix, cancellationToken).ConfigureAwait(false);
        metrics.PublishTook(time.GetElapsedTime(started));
        var answer = new PublishReceipt[occurrences.Length];
        for (var i = 0; i < occurrences.Length; i++)
        {
            answer[i] = await AcknowledgeAsync(occurrences[i], receipts[i]).ConfigureAwait(false);
        }

        return answer;
    }

    private Occurrence[] Admit(Func<FaultList, Occurrence[]> admit)
    {
        var faults = new FaultList();
        var occurrences = admit(faults);
        if (faults.Count > 0)
        {
            metrics.Refused(faults[0].Code);
            faults.ThrowIfAny();
        }

        return occurrences;
    }

    private Occurrence[] Admit(IReadOnlyList<NewEvent> newEvents, Func<int, string> fieldPrefix, FaultList faults)
    {
        var traceParent = TraceContext.Current();
        var occurrences = new Occurrence[newEvents.Count];
        for (var i = 0; i < occurrences.Length; i++)
        {
            occurrences[i] = admission.Admit(IncomingEvent.Of(newEvents[i]), fieldPrefix(i), traceParent, faults.Count, faults)!;
        }

        return occurrences;
    }

    /// <summary>Reads and judges event by event, so that all faults of one event stand together.</summary>
    private Occurrence[] Admit(ReadOnlyMemory<byte> utf8Json, bool isArray, bool isClean, FaultList faults)
    {
        var traceParent = TraceContext.Current();
        var occurrences = new List<Occurrence>();
        var reader = IncomingEventReader.Begin(utf8Json.Span, isArray);
        while (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.None))
        {
            var at = isArray ? At.Batch(occurrences.Count) : string.Empty;
            var before = faults.Count;
            var incoming = IncomingEventReader.Read(ref reader, utf8Json, at, faults);
            occurrences.Add(incoming is { } read
                ? admission.Admit(read with { IsPayloadChecked = isClean }, at, traceParent, before, faults)!
                : null!);
            if (!reader.Read())
            {
                break;
            }

            CheckBatch(occurrences.Count + (reader.TokenType == JsonTokenType.EndArray ? 0 : 1));
        }

        CheckBatch(occurrences.Count);
        return [.. occurrences];
    }

    private async ValueTask<IReadOnlyList<CommitReceipt>> CommitAsync(
        Occurrence[] occurrences,
        Func<int, string> fieldPrefix,
        CancellationToken cancellationToken)
    {
        var result = await committer.CommitAsync(occurrences, cancellationToken).ConfigureAwait(false);
        if (result.Conflicts is not { } conflicts)
        {
            return result.Receipts!;
        }

        metrics.Refused(ErrorCodes.IdempotencyConflict);
        var first = conflicts[0];
        throw new EventBusConflictException(
            ErrorCodes.IdempotencyConflict,
            $"{fieldPrefix(first)}eventId '{occurrences[first].Id}' was used before for other content; the first stays. Use a new id.");
    }

    private async ValueTask<PublishReceipt> AcknowledgeAsync(Occurrence occurrence, CommitReceipt receipt)
    {
        if (receipt.IsDuplicate)
        {
            metrics.Duplicate();
            Log.EventDuplicate(logger, occurrence.Id, occurrence.EventType!);
        }
        else
        {
            metrics.Published(occurrence.EventType!);
            Log.EventPublished(logger, occurrence.Id, occurrence.EventType!, receipt.Deliveries);
            if (receipt.Deliveries > 0)
            {
                signal.Set();
            }

            // The event is stored: whatever becomes of the handlers, and of the caller's patience, the publish has happened.
            await handlers.HandOverAsync(occurrence.Event).ConfigureAwait(false);
        }

        return new PublishReceipt(occurrence.Id, receipt.Deliveries, receipt.IsDuplicate);
    }

    /// <summary>What stands before a field's name, so that a fault tells which event of a batch it is about.</summary>
    private static class At
    {
        public static readonly Func<int, string> Single = static _ => string.Empty;

        public static readonly Func<int, string> Batch = static i => $"[{i}].";
    }
}
