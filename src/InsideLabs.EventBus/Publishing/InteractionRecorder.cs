using System.Diagnostics;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Validate, resolve, match, commit, wake the dispatcher: what publishing is to events.</summary>
internal sealed class InteractionRecorder(
    InteractionAdmission admission,
    OccurrenceCommitter committer,
    IDeliveryStore store,
    DeliverySignal signal,
    EventBusMetrics metrics,
    TimeProvider time,
    ILogger<InteractionRecorder> logger) : IInteractionRecorder
{
    public ValueTask<RecordReceipt> RecordAsync(NewInteraction interaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        return RecordAsync(IncomingInteraction.Of(interaction), cancellationToken);
    }

    public ValueTask<RecordReceipt> RecordAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default) =>
        RecordAsync(IncomingInteraction.Read(utf8Json), cancellationToken);

    public async ValueTask<Interaction?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        await store.FindOccurrenceAsync(id.ToString("D"), cancellationToken).ConfigureAwait(false)
            is { Kind: OccurrenceKind.Interaction } occurrence
            ? occurrence.Interaction
            : null;

    private async ValueTask<RecordReceipt> RecordAsync(IncomingInteraction incoming, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var activity = EventBusMetrics.Activities.StartActivity("record", ActivityKind.Producer);
        while (true)
        {
            var interaction = await AdmitAsync(incoming, cancellationToken).ConfigureAwait(false);
            activity?.SetTag(EventBusDiagnostics.InteractionIdTag, interaction.Id);
            var occurrence = Occurrence.Of(interaction, TraceContext.Current(), interaction.CreatedDate);
            var result = await committer.CommitAsync(occurrence, cancellationToken).ConfigureAwait(false);
            if (result.Receipts is [var receipt])
            {
                metrics.PublishTook(time.GetElapsedTime(started));
                return Acknowledge(interaction.WithNumber(receipt.Number!.Value), receipt.Deliveries);
            }

            // Something it refers to was deleted since it was resolved: resolving again tells what.
        }
    }

    private async ValueTask<Interaction> AdmitAsync(IncomingInteraction incoming, CancellationToken cancellationToken)
    {
        try
        {
            return await admission.AdmitAsync(incoming, cancellationToken).ConfigureAwait(false);
        }
        catch (EventBusValidationException e)
        {
            metrics.Refused(e.Code);
            throw;
        }
    }

    private RecordReceipt Acknowledge(Interaction interaction, int deliveries)
    {
        metrics.Recorded(interaction.ResourceType, interaction.Action);
        Log.InteractionRecorded(logger, interaction.Id, interaction.ResourceType, interaction.Action, deliveries);
        if (deliveries > 0)
        {
            signal.Set();
        }

        return new RecordReceipt(interaction, deliveries);
    }
}
