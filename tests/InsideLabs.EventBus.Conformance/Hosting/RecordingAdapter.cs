using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Conformance.Hosting;

/// <summary>
/// An adapter that keeps what it was asked to send and answers what a test says: delivered unless told otherwise.
/// Subscriptions name it <c>adapter:recording</c>, and may give themselves a <c>name</c>.
/// </summary>
public sealed class RecordingAdapter : IDeliveryAdapter
{
    public const string AdapterName = "adapter:recording";

    private readonly ConcurrentQueue<DeliveryRequest> _sent = new();
    private readonly Channel<DeliveryRequest> _arrivals = Channel.CreateUnbounded<DeliveryRequest>();

    public string Name => AdapterName;

    public string Description => "Records deliveries for tests.";

    public string ConfigSchema => """{"type":"object"}""";

    public string? SettingsSchema => """{"type":"object"}""";

    public bool NeedsSettings { get; init; }

    public ConfigFields ConfigFields { get; init; } = ConfigFields.None;

    public ConfigFields SettingsFields { get; init; } = ConfigFields.None;

    public bool Signs { get; init; }

    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>What to answer; may await, throw, or hang until the token ends it.</summary>
    public Func<DeliveryRequest, CancellationToken, ValueTask<DeliveryResult>> Answer { get; set; } =
        static (_, _) => ValueTask.FromResult(DeliveryResult.Delivered());

    /// <summary>Every attempt, in the order they began.</summary>
    public IReadOnlyList<DeliveryRequest> Sent => [.. _sent];

    public static ReadOnlyMemory<byte> Config(string name = "any") =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["adapter"] = AdapterName, ["name"] = name });

    /// <summary>Answers the attempts in order, the last answer for all further ones.</summary>
    public void Script(params DeliveryResult[] answers)
    {
        var next = -1;
        Answer = (_, _) => ValueTask.FromResult(answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    /// <summary>The next attempt that begins.</summary>
    public async Task<DeliveryRequest> NextAsync() =>
        await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(BusHost.Patience);

    public void Validate(JsonElement config, FaultList faults)
    {
        if (config.TryGetProperty("refuse"u8, out _))
        {
            faults.Add("config.refuse", ErrorCodes.ConfigInvalid, "The recording adapter was told to refuse this.");
        }
    }

    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
        if (settings.TryGetProperty("refuse"u8, out _))
        {
            faults.Add("settings.refuse", ErrorCodes.ConfigInvalid, "The recording adapter was told to refuse this.");
        }
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        _sent.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        return await Answer(request, cancellationToken);
    }
}
