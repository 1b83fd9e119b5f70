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
    private const long NotAsked = -1;

    public ValueTask<PublishReceipt> PublishAsync<TPayload>(
        EventDefinition<TPayload> definition,
        TPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default)
        where TPayload : class
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(payload);
        return PublishAsync(IncomingEvent.Of(definition, payload, options), cancellationToken);
    }

    public ValueTask<PublishReceipt> PublishAsync(NewEvent newEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        return PublishAsync(IncomingEvent.Of(newEvent), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyList<NewEvent> newEvents,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvents);
        CheckBatch(newEvents.Count);
        var started = Start();
        using var activity = StartActivity();
        var occurrences = Admit(newEvents);
        return await CommitAsync(occurrences, isBatch: true, started, activity, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        ReadOnlyMemory<byte> utf8Json,
        CancellationToken cancellationToken = default)
    {
        var isArray = IncomingEventReader.Open(utf8Json.Span, out var isClean);
        var started = Start();
        using var activity = StartActivity();
        var occurrences = Admit(utf8Json, isArray, isClean);
        return await CommitAsync(occurrences, isArray, started, activity, cancellationToken).ConfigureAwait(false);
    }

    private static Activity? StartActivity() => EventBusMetrics.Activities.StartActivity("publish", ActivityKind.Producer);

    private static void Tag(Activity activity, Occurrence occurrence)
    {
        activity.SetTag(EventBusDiagnostics.EventTypeTag, occurrence.EventType);
        activity.SetTag(EventBusDiagnostics.EventIdTag, occurrence.Id);
    }

    private static FieldPrefix At(bool isBatch, int index) => isBatch ? FieldPrefix.At(index) : FieldPrefix.Single;

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

    private async ValueTask<PublishReceipt> PublishAsync(IncomingEvent incoming, CancellationToken cancellationToken)
    {
        var started = Start();
        using var activity = StartActivity();
        var occurrence = Admit(incoming);
        if (activity is not null)
        {
            Tag(activity, occurrence);
        }

        var result = await committer.CommitAsync(occurrence, cancellationToken).ConfigureAwait(false);
        if (result.Receipts is not { } receipts)
        {
            throw Conflict(occurrence, FieldPrefix.Single);
        }

        Stop(started);
        await AcknowledgeAsync(occurrence, receipts[0]).ConfigureAwait(false);
        return Answer(occurrence, receipts[0]);
    }

    private async ValueTask<PublishReceipt[]> CommitAsync(
        Occurrence[] occurrences,
        bool isBatch,
        long started,
        Activity? activity,
        CancellationToken cancellationToken)
    {
        if (activity is not null && occurrences.Length == 1)
        {
            Tag(activity, occurrences[0]);
        }

        var result = await committer.CommitAsync(occurrences, cancellationToken).ConfigureAwait(false);
        if (result.Receipts is not { } receipts)
        {
            var first = result.Conflicts![0];
            throw Conflict(occurrences[first], At(isBatch, first));
        }

        Stop(started);
        var answer = new PublishReceipt[occurrences.Length];
        for (var i = 0; i < occurrences.Length; i++)
        {
            await AcknowledgeAsync(occurrences[i], receipts[i]).ConfigureAwait(false);
            answer[i] = Answer(occurrences[i], receipts[i]);
        }

        return answer;
    }

    private Occurrence Admit(in IncomingEvent incoming)
    {
        var faults = new FaultList();
        var occurrence = admission.Admit(incoming, FieldPrefix.Single, TraceContext.Current(), before: 0, faults);
        ThrowIfAny(faults);
        return occurrence!;
    }

    private Occurrence[] Admit(IReadOnlyList<NewEvent> newEvents)
    {
        var faults = new FaultList();
        var traceParent = TraceContext.Current();
        var occurrences = new Occurrence[newEvents.Count];
        for (var i = 0; i < occurrences.Length; i++)
        {
            occurrences[i] = admission.Admit(IncomingEvent.Of(newEvents[i]), FieldPrefix.At(i), traceParent, faults.Count, faults)!;
        }

        ThrowIfAny(faults);
        return occurrences;
    }

    /// <summary>Reads and judges event by event, so that all faults of one event stand together.</summary>
    private Occurrence[] Admit(ReadOnlyMemory<byte> utf8Json, bool isArray, bool isClean)
    {
        var faults = new FaultList();
        var traceParent = TraceContext.Current();
        var occurrences = new List<Occurrence>();
        var reader = IncomingEventReader.Begin(utf8Json.Span, isArray);
        while (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.None))
        {
            var at = At(isArray, occurrences.Count);
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
        ThrowIfAny(faults);
        return [.. occurrences];
    }

    private void ThrowIfAny(FaultList faults)
    {
        if (faults.Count > 0)
        {
            metrics.Refused(faults[0].Code);
            faults.ThrowIfAny();
        }
    }

    private EventBusConflictException Conflict(Occurrence occurrence, FieldPrefix at)
    {
        metrics.Refused(ErrorCodes.IdempotencyConflict);
        return new EventBusConflictException(
            ErrorCodes.IdempotencyConflict,
            $"{at.Of("eventId")} '{occurrence.Id}' was used before for other content; the first stays. Use a new id.");
    }

    /// <summary>What the stop watch shows; the clock is not asked when nobody wants to know.</summary>
    private long Start() => metrics.TimesPublishes ? time.GetTimestamp() : NotAsked;

    private void Stop(long started)
    {
        if (started != NotAsked)
        {
            metrics.PublishTook(time.GetElapsedTime(started));
        }
    }

    private ValueTask AcknowledgeAsync(Occurrence occurrence, CommitReceipt receipt)
    {
        if (receipt.IsDuplicate)
        {
            metrics.Duplicate();
            Log.EventDuplicate(logger, occurrence.Id, occurrence.EventType!);
            return ValueTask.CompletedTask;
        }

        metrics.Published(occurrence.EventType!);
        Log.EventPublished(logger, occurrence.Id, occurrence.EventType!, receipt.Deliveries);
        if (receipt.Deliveries > 0)
        {
            signal.Set();
        }

        // The event is stored: whatever becomes of the handlers, and of the caller's patience, the publish has happened.
        return handlers.HandOverAsync(occurrence.Event);
    }

    private static PublishReceipt Answer(Occurrence occurrence, CommitReceipt receipt) =>
        new(occurrence.Id, receipt.Deliveries, receipt.IsDuplicate);
}
