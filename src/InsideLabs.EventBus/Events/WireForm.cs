namespace InsideLabs.EventBus.Events;

/// <summary>An envelope as it travels, and where its payload lies.</summary>
internal sealed class WireForm(ReadOnlyMemory<byte> utf8Json, int payloadStart, int payloadLength)
{
    public ReadOnlyMemory<byte> Utf8Json { get; } = utf8Json;

    public ReadOnlyMemory<byte> Payload => Utf8Json.Slice(payloadStart, payloadLength);
}
