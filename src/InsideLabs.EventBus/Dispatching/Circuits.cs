using System.Collections.Concurrent;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>The circuits of the destinations that failed lately. They live in this process: a restart begins with none.</summary>
internal sealed class Circuits(IOptions<EventBusOptions> options, TimeProvider time, ILogger<Circuits> logger)
{
    /// <summary>So many destinations are remembered; beyond that, those that may be attempted are forgotten.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);
    private readonly long _origin = time.GetTimestamp();

    /// <summary>How many destinations are remembered.</summary>
    public int Known => _circuits.Count;

    /// <summary>Asks whether an attempt may start. If so, <see cref="Report"/> must follow.</summary>
    /// <param name="destination">Where it goes; null when it has no circuit.</param>
    /// <param name="permit">Tells the attempt apart when it has ended.</param>
    /// <returns>How long to wait before asking again; null when it may start.</returns>
    public TimeSpan? Enter(string? destination, out CircuitPermit permit)
    {
        var isProbe = false;
        var wait = destination is not null && _circuits.TryGetValue(destination, out var circuit) ? circuit.Enter(Now(), out isProbe) : null;
        permit = new CircuitPermit(destination, isProbe);
        return wait;
    }

    /// <summary>Tells how an attempt ended.</summary>
    /// <param name="permit">The attempt.</param>
    /// <param name="result">Its result; null when there is none, because it was cancelled.</param>
    public void Report(CircuitPermit permit, DeliveryResult? result)
    {
        if (permit.Destination is not { } destination)
        {
            return;
        }

        var isDown = result is not null && IsDown(result);
        if (!_circuits.TryGetValue(destination, out var circuit))
        {
            if (!isDown)
            {
                return;
            }

            circuit = Add(destination);
        }

        if (isDown)
        {
            Fail(destination, circuit, permit.IsProbe);
        }
        else if (result is not null && IsUp(result))
        {
            Succeed(destination, circuit, permit.IsProbe);
        }
        else
        {
            circuit.Leave(permit.IsProbe);
        }
    }

    /// <summary>Whether the destination cannot take deliveries, whoever sends them.</summary>
    private static bool IsDown(DeliveryResult result) => result.Verdict == DeliveryVerdict.Retry
        && (result.StatusCode >= 500
            || (result.StatusCode is null && result.Code is ErrorCodes.Timeout or ErrorCodes.ConnectionFailed or ErrorCodes.ProtocolError));

    /// <summary>Whether the destination is there: it took the delivery, or refused just this one. Too many requests tell neither.</summary>
    private static bool IsUp(DeliveryResult result) =>
        result.Verdict == DeliveryVerdict.Delivered || result.StatusCode is >= 200 and < 500 and not 429;

    private TimeSpan Now() => time.GetElapsedTime(_origin);

    private void Fail(string destination, Circuit circuit, bool isProbe)
    {
        if (circuit.Fail(Now(), isProbe) is { } delay)
        {
            Log.CircuitOpened(logger, destination, delay);
        }
    }

    private void Succeed(string destination, Circuit circuit, bool isProbe)
    {
        var wasOpen = circuit.IsOpen;
        if (circuit.Succeed(isProbe) && _circuits.TryRemove(KeyValuePair.Create(destination, circuit)) && wasOpen)
        {
            Log.CircuitClosed(logger, destination);
        }
    }

    private Circuit Add(string destination)
    {
        if (Known >= Most)
        {
            foreach (var known in _circuits.Where(static c => !c.Value.IsOpen))
            {
                _circuits.TryRemove(known);
            }
        }

        var set = options.Value;
        return _circuits.GetOrAdd(destination, _ => new Circuit(set.CircuitThreshold, set.CircuitDelay, set.CircuitMaxDelay));
    }
}
