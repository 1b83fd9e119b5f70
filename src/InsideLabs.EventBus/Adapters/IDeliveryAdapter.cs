using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters;

/// <summary>Carries deliveries to one kind of receiver. Registered as a singleton; must be safe for concurrent use.</summary>
public interface IDeliveryAdapter
{
    /// <summary>The name that a subscription's <c>config.adapter</c> gives, such as <c>adapter:webhook</c>.</summary>
    string Name { get; }

    /// <summary>What it does, for people.</summary>
    string Description { get; }

    /// <summary>The JSON Schema of its config, for people and their editors. <see cref="Validate"/> is what decides.</summary>
    string ConfigSchema { get; }

    /// <summary>The JSON Schema of its settings, for people and their editors; null when it has none.</summary>
    string? SettingsSchema => null;

    /// <summary>Whether it can do nothing before its settings are written. Default: false.</summary>
    bool NeedsSettings => false;

    /// <summary>What is special about fields of its config. Default: nothing, every field is plain JSON.</summary>
    ConfigFields ConfigFields => ConfigFields.None;

    /// <summary>What is special about fields of its settings. Default: nothing.</summary>
    ConfigFields SettingsFields => ConfigFields.None;

    /// <summary>
    /// Whether it signs what it sends: then every subscription gets a signing secret, and <c>config.signingSecret</c> is taken
    /// out of the config before <see cref="Validate"/> sees it.
    /// </summary>
    bool Signs { get; }

    /// <summary>
    /// How long one attempt may take before it is cancelled and recorded as a timeout; null for the host's delivery timeout,
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    TimeSpan? AttemptTimeout { get; }

    /// <summary>
    /// Judges a config when it is written. Collects every fault, with field paths that begin with <c>config.</c> A text that holds
    /// a template (<see cref="TemplateText.HasExpressions"/>) is judged by what is written out in it; the templates themselves are
    /// judged by the library.
    /// </summary>
    /// <param name="config">The config, a JSON object; it may name the adapter, and nothing else, as <c>adapter</c>.</param>
    /// <param name="faults">Where to collect.</param>
    void Validate(JsonElement config, FaultList faults);

    /// <summary>
    /// Judges settings when they are written, like <see cref="Validate"/>, with field paths that begin with <c>settings.</c> The
    /// default refuses every property.
    /// </summary>
    /// <param name="settings">The settings, a JSON object.</param>
    /// <param name="faults">Where to collect.</param>
    void ValidateSettings(JsonElement settings, FaultList faults)
    {
        foreach (var property in settings.EnumerateObject())
        {
            var name = FaultText.Show(property.Name);
            faults.Add($"settings.{name}", ErrorCodes.PropertyUnknown, $"'{Name}' has no settings, so none named '{name}'.");
        }
    }

    /// <summary>
    /// Where a request goes, such as <c>https://example.com:443</c>: the attempts of all subscriptions to one destination share a
    /// circuit, which leaves it alone after repeated failures. Null, the default: there is no circuit.
    /// </summary>
    /// <param name="request">What would be sent.</param>
    string? DestinationOf(DeliveryRequest request) => null;

    /// <summary>Makes one attempt. An expected failure is a result, never an exception.</summary>
    /// <param name="request">What to deliver, and where to.</param>
    /// <param name="cancellationToken">
    /// Cancelled at shutdown and when the attempt's time is over. Let the <see cref="OperationCanceledException"/> through: the
    /// caller knows which of the two it was.
    /// </param>
    ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken);
}
