using System.Collections.Immutable;
using System.Security.Cryptography;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Matching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Hands committed events to the in-memory handlers that listen to them.</summary>
internal sealed class HandlerPump : IDisposable
{
    private readonly SubscriptionIndex _index;
    private readonly ImmutableArray<HandlerConsumer> _consumers;
    private readonly TimeSpan _drain;
    private readonly TimeProvider _time;
    private readonly ILogger<HandlerPump> _logger;

    public HandlerPump(
        HandlerCatalog catalog,
        IOptions<EventBusOptions> options,
        IdleSignal idle,
        EventBusMetrics metrics,
        TimeProvider time,
        ILogger<HandlerPump> logger)
    {
        (_drain, _time, _logger) = (options.Value.DrainTimeout, time, logger);
        _consumers = [.. catalog.InMemory.Select(h => new HandlerConsumer(h, catalog, options.Value, idle, metrics, logger))];
        _index = new SubscriptionIndex(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))))
            .Apply([.. catalog.InMemory.Select((handler, ordinal) => new PatternChange(handler.Pattern, ordinal, IsAdded: true))]);
    }

    /// <summary>Queues an event for every handler that listens to it; waits where a handler's queue is full and may not drop.</summary>
    public ValueTask HandOverAsync(EventEnvelope envelope)
    {
        if (_consumers.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        var matches = default(MatchSet);
        _index.Match(envelope.Type.Value, ref matches);
        if (matches.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        var ordinals = new int[matches.Count];
        var next = 0;
        foreach (var ordinal in matches)
        {
            ordinals[next++] = ordinal;
        }

        return HandOverAsync(envelope, ordinals);
    }

    /// <summary>Lets the handlers finish what is queued, for as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var left = await Task.WhenAll(
            _consumers.Select(c => c.StopAsync(_drain, _time, cancellationToken).AsTask())).ConfigureAwait(false);
        if (left.Sum() is > 0 and var count)
        {
            Log.HandlersCut(_logger, count);
        }
    }

    public void Dispose()
    {
        foreach (var consumer in _consumers)
        {
            consumer.Dispose();
        }
    }

    private async ValueTask HandOverAsync(EventEnvelope envelope, int[] ordinals)
    {
        foreach (var ordinal in ordinals)
        {
            await _consumers[ordinal].HandOverAsync(envelope).ConfigureAwait(false);
        }
    }
}
