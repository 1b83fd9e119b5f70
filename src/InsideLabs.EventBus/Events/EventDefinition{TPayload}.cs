using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>An event whose payload has a CLR type: checked when published, bound when handled, exported as a schema.</summary>
/// <typeparam name="TPayload">The payload's type; its <c>required</c> members are required on the wire.</typeparam>
public sealed class EventDefinition<TPayload> : EventDefinition
    where TPayload : class
{
    private readonly JsonTypeInfo<TPayload> _given;
    private readonly Lazy<JsonTypeInfo<TPayload>> _effective;
    private readonly Lazy<Func<object, object?>[]?> _required;

    /// <summary>Defines an event with a typed payload.</summary>
    /// <param name="type">The event type's name.</param>
    /// <param name="description">What happened, for people.</param>
    /// <param name="payload">How the payload is written and read, from a source-generated <see cref="JsonSerializerContext"/>.</param>
    /// <exception cref="EventBusValidationException"><paramref name="type"/> is not an event type.</exception>
    public EventDefinition(string type, string description, JsonTypeInfo<TPayload> payload)
        : base(type, description)
    {
        ArgumentNullException.ThrowIfNull(payload);
        _given = payload;
        _effective = new Lazy<JsonTypeInfo<TPayload>>(MakeEffective);
        _required = new Lazy<Func<object, object?>[]?>(() => FaithfulPayloads.Required(PayloadInfo));
    }

    /// <summary>Whether members that the payload type does not have are refused; false by default.</summary>
    public bool IsStrict { get; init; }

    /// <inheritdoc/>
    public override Type PayloadType => typeof(TPayload);

    /// <summary>How the payload is written and read.</summary>
    public JsonTypeInfo<TPayload> PayloadInfo => _effective.Value;

    /// <inheritdoc/>
    public override JsonNode ExportSchema() => PayloadInfo.GetJsonSchemaAsNode(
        new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    internal override void Validate(ReadOnlySpan<byte> payload, FieldPrefix at, FaultList faults)
    {
        try
        {
            JsonSerializer.Deserialize(payload, PayloadInfo);
        }
        catch (JsonException e)
        {
            PayloadFaults.Explain(payload, PayloadInfo, Type, at.Of("payload"), e, faults);
        }
    }

    internal override byte[] Serialize(object payload) => JsonSerializer.SerializeToUtf8Bytes((TPayload)payload, PayloadInfo);

    internal override bool Trusts(object payload)
    {
        if (_required.Value is not { } required)
        {
            return false;
        }

        foreach (var member in required)
        {
            if (member(payload) is null)
            {
                return false;
            }
        }

        return true;
    }

    private JsonTypeInfo<TPayload> MakeEffective()
    {
        if (!IsStrict)
        {
            return _given;
        }

        var options = new JsonSerializerOptions(_given.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        return (JsonTypeInfo<TPayload>)options.GetTypeInfo(typeof(TPayload));
    }
}
