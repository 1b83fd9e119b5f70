using System.Net;
using InsideLabs.EventBus.Mutations.Contract;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>What all workers share.</summary>
internal sealed class RunContext
{
    private volatile bool _mayPublish = true;

    public required RunOptions Options { get; init; }

    public required IPEndPoint Server { get; init; }

    public required Uri Sink { get; init; }

    public required string ApiKey { get; init; }

    public required ApiContract Contract { get; init; }

    public required Judge Judge { get; init; }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public LivePool Pool { get; } = new();

    public Tally Tally { get; } = new();

    /// <summary>False while the server has more to deliver than it should hold: what waits is legitimately in its memory.</summary>
    public bool MayPublish
    {
        get => _mayPublish;
        set => _mayPublish = value;
    }
}
