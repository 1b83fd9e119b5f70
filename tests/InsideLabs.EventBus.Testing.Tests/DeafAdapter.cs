using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Testing.Tests;

/// <summary>An adapter whose sends end when a test says so, whatever their token says, and which does not report what it waits for.</summary>
internal sealed class DeafAdapter : IDeliveryAdapter
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static ReadOnlyMemory<byte> Config { get; } = """{"adapter":"adapter:deaf"}"""u8.ToArray();

    public string Name => "adapter:deaf";

    public string Description => "Does not hear its token.";

    public string ConfigSchema => "{}";

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public Task HasBegun => _begun.Task;

    public bool HasEnded => _end.Task.IsCompleted;

    public void End() => _end.TrySetResult();

    public void Validate(JsonElement config, FaultList faults)
    {
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await _end.Task;
        return DeliveryResult.Delivered();
    }
}
