using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Testing;

/// <summary>
/// An adapter that records what it was asked to send and answers what a test says: delivered unless told otherwise. Subscriptions
/// name it <c>adapter:recording</c>; their config may have any properties. A <c>destination</c> is a text, and all subscriptions with
/// the same one share a circuit; without it there is none.
/// </summary>
public sealed class RecordingAdapter : IDeliveryAdapter
{
    /// <summary>The name that configs give: <c>adapter:recording</c>.</summary>
    public const string AdapterName = "adapter:recording";

    private readonly ConcurrentQueue<RecordedSend> _sends = new();
    private readonly ConcurrentDictionary<Guid, AnswerScript> _scripts = new();
    private readonly ConcurrentDictionary<RecordedSend, bool> _inProgress = new(ReferenceEqualityComparer.Instance);
    private readonly Channel<RecordedSend> _beginnings = Channel.CreateUnbounded<RecordedSend>();
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private volatile IdleSignal _idle;
    private volatile CancellationTokenSource? _gate;

    /// <summary>Makes an adapter for a host of your own; <see cref="EventBusTestHost"/> brings one.</summary>
    /// <param name="idle">The host's idle signal: a send that waits for the clock or the test is no work in hand.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="patience">How long, in real time, to wait for a send to begin; 30 seconds when null.</param>
    public RecordingAdapter(IdleSignal idle, TimeProvider time, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(idle);
        ArgumentNullException.ThrowIfNull(time);
        (_idle, _time, _patience) = (idle, time, patience ?? EventBusTestHostOptions.DefaultPatience);
    }

    /// <inheritdoc/>
    public string Name => AdapterName;

    /// <inheritdoc/>
    public string Description => "Records deliveries for tests.";

    /// <inheritdoc/>
    public string ConfigSchema => """{"type":"object","properties":{"destination":{"type":"string"}}}""";

    /// <inheritdoc/>
    public string? SettingsSchema => """{"type":"object"}""";

    /// <summary>Whether it can do nothing before its settings are written. Default: false.</summary>
    public bool NeedsSettings { get; set; }

    /// <summary>Which properties of configs that are written from now on hold credentials or may use secrets. Default: none.</summary>
    public ConfigFields ConfigFields { get; set; } = ConfigFields.None;

    /// <summary>Which properties of settings that are written from now on hold credentials or may use secrets. Default: none.</summary>
    public ConfigFields SettingsFields { get; set; } = ConfigFields.None;

    /// <summary>Whether subscriptions made from now on get a signing secret. Default: false.</summary>
    public bool Signs { get; set; }

    /// <summary>How long an attempt that begins from now on may take; null, the default, for the host's delivery timeout.</summary>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>The answers to sends whose subscription has none of its own; delivered when there are none here either.</summary>
    public AnswerScript Answers { get; } = new();

    /// <summary>Every send, in the order they began.</summary>
    public IReadOnlyList<RecordedSend> Sends => [.. _sends];

    /// <summary>The sends that have begun and not ended: they hang, take their time, or are held.</summary>
    public IReadOnlyList<RecordedSend> InProgress => [.. _inProgress.Keys.OrderBy(s => s.At).ThenBy(s => s.DeliveryId)];

    /// <summary>Writes a config for this adapter.</summary>
    /// <param name="name">A <c>name</c> to know it by; null for none.</param>
    /// <param name="destination">The <c>destination</c> of its circuit; null for none.</param>
    public static ReadOnlyMemory<byte> Config(string? name = null, string? destination = null) => RecordingConfig.Write(name, destination);

    /// <summary>The answers to the sends of one subscription; where it has none, <see cref="Answers"/> decides.</summary>
    /// <param name="subscription">The subscription.</param>
    public AnswerScript AnswersTo(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return _scripts.GetOrAdd(subscription.Id, static _ => new AnswerScript());
    }

    /// <summary>The sends of one delivery, in the order they began.</summary>
    /// <param name="deliveryId">The delivery.</param>
    public IReadOnlyList<RecordedSend> SendsOf(Guid deliveryId) => [.. _sends.Where(s => s.DeliveryId == deliveryId)];

    /// <summary>The sends to one subscription, in the order they began.</summary>
    /// <param name="subscription">The subscription.</param>
    public IReadOnlyList<RecordedSend> SendsTo(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return [.. _sends.Where(s => s.Subscription.Id == subscription.Id)];
    }

    /// <summary>
    /// Holds every send that begins from now on, before it is answered, until <see cref="Release"/>. A held send is no work in hand, and
    /// its attempt may run out of time.
    /// </summary>
    public void Hold() => _gate ??= new CancellationTokenSource();

    /// <summary>Lets held sends go on, and further ones pass.</summary>
    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.Cancel();
    }

    /// <summary>Waits for the next send to begin that no call has given before. It does not turn the clock.</summary>
    /// <exception cref="TimeoutException">None began while this waited in real time.</exception>
    public async Task<RecordedSend> WhenSendBeginsAsync()
    {
        if (_beginnings.Reader.TryRead(out var begun))
        {
            return begun;
        }

        using var patience = new CancellationTokenSource(_patience, TimeProvider.System);
        try
        {
            return await _beginnings.Reader.ReadAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException(
                $"No further send began within {_patience} of real time; {_sends.Count} have begun so far. A retry, a window or a delay "
                + "begins when the clock is turned: use AdvanceAsync, or a DeliveryProbe.",
                e);
        }
    }

    /// <inheritdoc/>
    public void Validate(JsonElement config, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (config.TryGetProperty(RecordingConfig.Destination, out var destination) && destination.ValueKind != JsonValueKind.String)
        {
            faults.Add("config.destination", ErrorCodes.ConfigInvalid, "'destination' is a text: subscriptions with the same one share a circuit.");
        }
    }

    /// <inheritdoc/>
    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
    }

    /// <inheritdoc/>
    public string? DestinationOf(DeliveryRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RecordingConfig.DestinationOf(request.Config);
    }

    /// <inheritdoc/>
    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var send = new RecordedSend(request, _time.GetUtcNow());
        var idle = _idle;
        _inProgress[send] = true;
        _sends.Enqueue(send);
        _beginnings.Writer.TryWrite(send);
        try
        {
            if (_gate is { } gate)
            {
                await WaitForReleaseAsync(gate, idle, cancellationToken).ConfigureAwait(false);
            }

            return await AnswerTo(send).GiveAsync(delay => idle.DelayAsync(delay, _time, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _inProgress.TryRemove(send, out _);
        }
    }

    /// <summary>Goes on in another host: sends that begin from now on report to its idle signal.</summary>
    internal void MoveTo(IdleSignal idle) => _idle = idle;

    private ScriptedAnswer AnswerTo(RecordedSend send) =>
        (_scripts.TryGetValue(send.Subscription.Id, out var own) ? own.Take(send) : null) ?? Answers.Take(send) ?? ScriptedAnswer.Delivered;

    private async ValueTask WaitForReleaseAsync(CancellationTokenSource gate, IdleSignal idle, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gate.Token, cancellationToken);
        try
        {
            await idle.DelayAsync(Timeout.InfiniteTimeSpan, _time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The test has released it.
        }
    }
}
