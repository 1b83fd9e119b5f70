using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>Delivers at once, and counts.</summary>
internal sealed class CountingAdapter : IDeliveryAdapter
{
    public const string AdapterName = "adapter:counting";

    private long _deliveries;
    private long _bytes;

    public string Name => AdapterName;

    public string Description => "Counts.";

    public string ConfigSchema => "{}";

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public long Deliveries => Interlocked.Read(ref _deliveries);

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Validate(JsonElement config, FaultList faults)
    {
    }

    public ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _deliveries);
        Interlocked.Add(ref _bytes, request.Occurrence.Body.Length);
        return ValueTask.FromResult(DeliveryResult.Delivered());
    }
}
