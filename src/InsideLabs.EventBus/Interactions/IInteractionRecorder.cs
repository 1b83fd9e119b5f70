using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Interactions;

/// <summary>
/// Records interactions. When a recording returns, the interaction and the deliveries to all subscriptions that it matched are
/// stored as durably as the store promises; sending happens afterwards. Callers at the same time share a commit.
/// </summary>
public interface IInteractionRecorder
{
    /// <summary>Records an interaction from its parts.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <param name="cancellationToken">Gives up before the recording is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named.</exception>
    /// <exception cref="EventBusStoreException">The store failed; whether it was recorded may be unknown.</exception>
    ValueTask<RecordReceipt> RecordAsync(NewInteraction interaction, CancellationToken cancellationToken = default);

    /// <summary>Records an interaction from its JSON form, as the HTTP API receives it.</summary>
    /// <param name="utf8Json">
    /// In UTF-8, an object with the members of <see cref="NewInteraction"/> in camel case, the metadata as <c>interaction</c>; kept
    /// until the recording is done.
    /// </param>
    /// <param name="cancellationToken">Gives up before the recording is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named.</exception>
    /// <exception cref="EventBusStoreException">The store failed; whether it was recorded may be unknown.</exception>
    ValueTask<RecordReceipt> RecordAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default);

    /// <summary>Gets a recorded interaction, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Interaction?> FindAsync(Guid id, CancellationToken cancellationToken = default);
}

/// <summary>What became of a recording.</summary>
/// <param name="Interaction">The interaction as recorded.</param>
/// <param name="Deliveries">How many subscriptions it matched.</param>
public sealed record RecordReceipt(Interaction Interaction, int Deliveries);
