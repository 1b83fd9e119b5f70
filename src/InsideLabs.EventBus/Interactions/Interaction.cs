using System.Buffers;
using System.Globalization;
using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Interactions;

/// <summary>
/// Something that somebody did to a resource, as it was recorded. It is kept in its wire form, a JSON object whose properties
/// stand in fixed order, and the metadata's bytes are those that were recorded.
/// </summary>
public sealed record Interaction
{
    /// <summary>The number stands right after the id, whose length is fixed.</summary>
    private static readonly int NumberStart =
        """{"interactionId":"00000000-0000-0000-0000-000000000000","interactionNumber":""".Length;

    /// <summary>Wire name <c>interactionId</c>: its identity, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Wire name <c>interactionNumber</c>: given by the store when it is recorded; later recordings have greater ones. 0 before.</summary>
    public required long Number { get; init; }

    /// <summary>Wire name <c>resourceTypeId</c>.</summary>
    public required Guid ResourceTypeId { get; init; }

    /// <summary>Wire name <c>resourceType</c>: the mnemonic at the time of the recording.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Wire name <c>actionId</c>.</summary>
    public required Guid ActionId { get; init; }

    /// <summary>Wire name <c>action</c>: the mnemonic at the time of the recording.</summary>
    public required string Action { get; init; }

    /// <summary>Wire name <c>originId</c>; null when it has no origin.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>Wire name <c>origin</c>: the mnemonic at the time of the recording; null when it has no origin.</summary>
    public string? Origin { get; init; }

    /// <summary>Wire name <c>resourceId</c>: which resource.</summary>
    public required string ResourceId { get; init; }

    /// <summary>Wire name <c>userId</c>: who did it; null when nobody said.</summary>
    public string? UserId { get; init; }

    /// <summary>Wire name <c>uowId</c>: the unit of work it belongs to.</summary>
    public required string UowId { get; init; }

    /// <summary>Wire name <c>externalReference</c>: how its recorder calls it; null when nobody said.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>Wire name <c>timestamp</c>: when it happened, UTC, whole milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Wire name <c>createdDate</c>: when it was recorded, UTC, whole milliseconds.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>Wire name <c>interaction</c>: the free data, a JSON object byte for byte; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Metadata
    {
        get
        {
            // An if, not a conditional expression: null would become data that is there and empty.
            if (MetadataLength == 0)
            {
                return null;
            }

            // It stands last, before the closing brace.
            return Utf8Json[^(MetadataLength + 1)..^1];
        }
    }

    /// <summary>The whole interaction as it travels, is stored and is answered.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; internal init; }

    internal int MetadataLength { get; init; }

    /// <summary>Makes an interaction that has no number yet.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="resourceType">The resource type.</param>
    /// <param name="action">The action.</param>
    /// <param name="origin">The origin; null for none.</param>
    /// <param name="given">
    /// The rest, judged already; <see cref="NewInteraction.UowId"/> is filled in.
    /// </param>
    /// <param name="createdDate">When it is recorded.</param>
    public static Interaction Create(
        Guid id,
        ReferenceItem resourceType,
        ReferenceItem action,
        ReferenceItem? origin,
        NewInteraction given,
        DateTimeOffset createdDate)
    {
        ArgumentNullException.ThrowIfNull(resourceType);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(given);
        var interaction = new Interaction
        {
            Id = id,
            Number = 0,
            ResourceTypeId = resourceType.Id,
            ResourceType = resourceType.Mnemonic,
            ActionId = action.Id,
            Action = action.Mnemonic,
            OriginId = origin?.Id,
            Origin = origin?.Mnemonic,
            ResourceId = given.ResourceId,
            UserId = given.UserId,
            UowId = given.UowId ?? throw new ArgumentException("The unit of work is not filled in.", nameof(given)),
            ExternalReference = given.ExternalReference,
            Timestamp = Timestamps.Cut(given.Timestamp ?? createdDate),
            CreatedDate = Timestamps.Cut(createdDate),
        };
        var metadata = given.Metadata is { } data ? data.Span.Trim(" \t\r\n"u8) : default;
        return interaction with { Utf8Json = interaction.Write(metadata), MetadataLength = metadata.Length };
    }

    /// <summary>The same interaction with the number that the store gave it.</summary>
    /// <param name="number">1 or more.</param>
    public Interaction WithNumber(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        var old = Utf8Json.Span;
        var rest = old[(NumberStart + old[NumberStart..].IndexOf((byte)','))..];
        var bytes = new byte[NumberStart + length + rest.Length];
        old[..NumberStart].CopyTo(bytes);
        digits[..length].CopyTo(bytes.AsSpan(NumberStart));
        rest.CopyTo(bytes.AsSpan(NumberStart + length));
        return this with { Number = number, Utf8Json = bytes };
    }

    /// <summary>Reads an interaction from the wire form that this library wrote.</summary>
    /// <param name="utf8Json">The bytes; kept, not copied.</param>
    /// <exception cref="FormatException">The bytes are not an interaction.</exception>
    public static Interaction Read(ReadOnlyMemory<byte> utf8Json) => InteractionReader.Read(utf8Json);

    /// <summary>Its kind, action and id.</summary>
    public override string ToString() => $"{ResourceType} {Action} {Id}";

    private ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(metadata.Length + 768);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("interactionId"u8, Id);
        json.WriteNumber("interactionNumber"u8, Number);
        json.WriteString("resourceTypeId"u8, ResourceTypeId);
        json.WriteString("resourceType"u8, ResourceType);
        json.WriteString("actionId"u8, ActionId);
        json.WriteString("action"u8, Action);
        WriteText(json, "originId"u8, OriginId?.ToString("D"));
        WriteText(json, "origin"u8, Origin);
        json.WriteString("resourceId"u8, ResourceId);
        WriteText(json, "userId"u8, UserId);
        json.WriteString("uowId"u8, UowId);
        WriteText(json, "externalReference"u8, ExternalReference);
        json.WriteString("timestamp"u8, Timestamps.Format(Timestamp));
        json.WriteString("createdDate"u8, Timestamps.Format(CreatedDate));
        json.WritePropertyName("interaction"u8);
        if (metadata.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(metadata, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
