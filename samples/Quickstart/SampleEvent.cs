using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace Quickstart;

/// <summary>An event to publish.</summary>
/// <param name="Definition">What happened.</param>
/// <param name="Payload">The payload as it goes on the wire, JSON in UTF-8.</param>
internal sealed record SampleEvent(EventDefinition Definition, ReadOnlyMemory<byte> Payload)
{
    public string Type => Definition.Type.Value;

    public static SampleEvent Of<TPayload>(EventDefinition<TPayload> definition, TPayload payload)
        where TPayload : class =>
        new(definition, JsonSerializer.SerializeToUtf8Bytes(payload, definition.PayloadInfo));
}
