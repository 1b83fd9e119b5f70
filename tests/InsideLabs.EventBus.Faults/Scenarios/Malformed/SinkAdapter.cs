using System.Collections.Concurrent;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Takes every delivery, after a look at what was made of its templates: it must be JSON, and hold a secret where one may stand only.</summary>
internal sealed class SinkAdapter(string name) : IDeliveryAdapter
{
    public const string AdapterName = "adapter:sink";

    /// <summary>The one of the valid work, which nobody gives broken settings.</summary>
    public const string ValidName = "adapter:valid";

    /// <summary>Every secret that is written whole begins so.</summary>
    public const string Canary = "canary-6b1f0c";

    private static readonly ConfigFields Fields = new(
        new ConfigField("token") { IsCredential = true }, new ConfigField("url") { Encoding = FieldEncoding.Url }, new ConfigField("line") { SingleLineCode = ErrorCodes.HeaderValueInvalid });

    private readonly ConcurrentQueue<string> _wrong = new();
    private long _count;

    public string Name => name;

    public string Description => "Takes everything.";

    public string ConfigSchema => """{"type":"object"}""";

    public string? SettingsSchema => """{"type":"object"}""";

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public ConfigFields ConfigFields => Fields;

    public ConfigFields SettingsFields => Fields;

    /// <summary>How many it has taken.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>What was wrong with what it was given.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public void Validate(JsonElement config, FaultList faults)
    {
    }

    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
    }

    /// <summary>A config of 64 levels may get a payload of 64 levels at its deepest place.</summary>
    private const int RenderedDepth = 128;

    public ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        using var config = JsonDocument.Parse(request.Config, new JsonDocumentOptions { MaxDepth = RenderedDepth });
        foreach (var property in config.RootElement.EnumerateObject())
        {
            if (!property.NameEquals("token"u8) && property.Value.GetRawText().Contains(Canary, StringComparison.Ordinal))
            {
                _wrong.Enqueue($"A secret was rendered into '{property.Name}': {property.Value.GetRawText()}");
            }
        }

        return ValueTask.FromResult(DeliveryResult.Delivered());
    }
}
