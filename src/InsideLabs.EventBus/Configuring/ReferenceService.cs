using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Configuring;

/// <summary>The one door to resource types, actions and origins: what interactions are made of, and what subscriptions to them name.</summary>
public sealed class ReferenceService
{
    private readonly IReferenceStore _store;
    private readonly UuidGenerator _ids;
    private readonly ILogger<ReferenceService> _logger;

    internal ReferenceService(IReferenceStore store, UuidGenerator ids, ILogger<ReferenceService> logger) =>
        (_store, _ids, _logger) = (store, ids, logger);

    /// <summary>Creates a resource type, an action or an origin.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="draft">What it shall be; mnemonic and title are required.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the id or the mnemonic.</exception>
    public ValueTask<ReferenceItem> CreateAsync(ReferenceKind kind, ReferenceDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return CreateAsync(kind, draft, [], cancellationToken);
    }

    /// <summary>Creates a resource type, an action or an origin from its JSON form, as the HTTP API receives it.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the id or the mnemonic.</exception>
    public ValueTask<ReferenceItem> CreateAsync(ReferenceKind kind, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return CreateAsync(kind, ReferenceDraftReader.Read(kind, utf8Json, isUpdate: false, faults), faults, cancellationToken);
    }

    /// <summary>Gets a resource type, an action or an origin, or null.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken = default) =>
        _store.FindAsync(kind, id, cancellationToken);

    /// <summary>Gets a resource type, an action or an origin by its mnemonic, compared exactly, or null.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="mnemonic">Its mnemonic.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, string mnemonic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        return _store.FindAsync(kind, mnemonic, cancellationToken);
    }

    /// <summary>Lists resource types, actions or origins in ascending order of their ids.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="limit">At most so many, 1 or more; null for all.</param>
    /// <param name="after">Only those with a greater id; null to begin at the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<IReadOnlyList<ReferenceItem>> ListAsync(
        ReferenceKind kind,
        int? limit = null,
        Guid? after = null,
        CancellationToken cancellationToken = default) => _store.ListAsync(kind, limit, after, cancellationToken);

    /// <summary>
    /// Changes a resource type, an action or an origin: what the draft does not name stays. Interactions keep the mnemonics they were
    /// recorded with.
    /// </summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What to replace.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is none with that id.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the mnemonic.</exception>
    public ValueTask<ReferenceItem> UpdateAsync(ReferenceKind kind, Guid id, ReferenceDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return UpdateAsync(kind, id, draft, [], cancellationToken);
    }

    /// <summary>Changes a resource type, an action or an origin by its JSON form: an absent property stays, a present one replaces.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="id">Its id.</param>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is none with that id.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the mnemonic.</exception>
    public ValueTask<ReferenceItem> UpdateAsync(
        ReferenceKind kind,
        Guid id,
        ReadOnlyMemory<byte> utf8Json,
        CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return UpdateAsync(kind, id, ReferenceDraftReader.Read(kind, utf8Json, isUpdate: true, faults), faults, cancellationToken);
    }

    /// <summary>Deletes a resource type, an action or an origin that nothing refers to.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is none with that id.</exception>
    /// <exception cref="EventBusConflictException">
    /// <see cref="ErrorCodes.ReferenceInUse"/>: a subscription names it, or an interaction was recorded with it.
    /// </exception>
    public async ValueTask DeleteAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken = default)
    {
        switch (await _store.DeleteAsync(kind, id, cancellationToken).ConfigureAwait(false))
        {
            case ReferenceResult.NotFound:
                throw Missing(kind, id);
            case ReferenceResult.InUse:
                throw new EventBusConflictException(
                    ErrorCodes.ReferenceInUse,
                    $"The {ReferenceKinds.NameOf(kind)} {id} is in use: a subscription names it, or an interaction was recorded with it.");
            default:
                Log.ReferenceChanged(_logger, ReferenceKinds.NameOf(kind), id, "deleted");
                break;
        }
    }

    private async ValueTask<ReferenceItem> CreateAsync(ReferenceKind kind, ReferenceDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        ReferenceDraftReader.Judge(kind, draft, isUpdate: false, faults);
        faults.ThrowIfAny();
        var item = new ReferenceItem
        {
            Id = draft.Id ?? _ids.Next(),
            Mnemonic = draft.Mnemonic!,
            Title = draft.Title!,
            Description = draft.Description,
        };
        await SaveAsync(kind, item, isNew: true, cancellationToken).ConfigureAwait(false);
        return item;
    }

    private async ValueTask<ReferenceItem> UpdateAsync(
        ReferenceKind kind,
        Guid id,
        ReferenceDraft draft,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        ReferenceDraftReader.Judge(kind, draft, isUpdate: true, faults);
        faults.ThrowIfAny();
        var stored = await _store.FindAsync(kind, id, cancellationToken).ConfigureAwait(false) ?? throw Missing(kind, id);
        var item = stored with
        {
            Mnemonic = draft.Has(nameof(draft.Mnemonic)) ? draft.Mnemonic! : stored.Mnemonic,
            Title = draft.Has(nameof(draft.Title)) ? draft.Title! : stored.Title,
            Description = draft.Has(nameof(draft.Description)) ? draft.Description : stored.Description,
        };
        if (item != stored)
        {
            await SaveAsync(kind, item, isNew: false, cancellationToken).ConfigureAwait(false);
        }

        return item;
    }

    private async ValueTask SaveAsync(ReferenceKind kind, ReferenceItem item, bool isNew, CancellationToken cancellationToken)
    {
        var name = ReferenceKinds.NameOf(kind);
        switch (await _store.SaveAsync(kind, item, isNew, cancellationToken).ConfigureAwait(false))
        {
            case ReferenceResult.NotFound:
                throw Missing(kind, item.Id);
            case ReferenceResult.IdTaken:
                throw new EventBusConflictException(
                    ErrorCodes.ReferenceTaken, $"The id {item.Id} belongs to another {name} already: change it, or leave 'id' out.");
            case ReferenceResult.MnemonicTaken:
                throw new EventBusConflictException(
                    ErrorCodes.ReferenceTaken, $"The mnemonic '{FaultText.Show(item.Mnemonic)}' belongs to another {name} already: choose another.");
            default:
                Log.ReferenceChanged(_logger, name, item.Id, isNew ? "created" : "changed");
                break;
        }
    }

    private static EventBusNotFoundException Missing(ReferenceKind kind, Guid id) => new($"There is no {ReferenceKinds.NameOf(kind)} {id}.");
}
