using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace InsideLabs.EventBus.Signatures;

/// <summary>The bytes <c>id.timestamp.body</c> that a signature covers, laid out once in a rented buffer for every secret.</summary>
internal readonly ref struct SignedContent
{
    public const int HashLength = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _rented;
    private readonly int _length;

    public SignedContent(string id, ReadOnlySpan<char> timestamp, ReadOnlySpan<byte> body)
    {
        _rented = ArrayPool<byte>.Shared.Rent(
            Encoding.UTF8.GetByteCount(id) + Encoding.UTF8.GetByteCount(timestamp) + body.Length + 2);
        var at = Encoding.UTF8.GetBytes(id, _rented);
        _rented[at++] = (byte)'.';
        at += Encoding.UTF8.GetBytes(timestamp, _rented.AsSpan(at));
        _rented[at++] = (byte)'.';
        body.CopyTo(_rented.AsSpan(at));
        _length = at + body.Length;
    }

    public void Hash(WebhookSecret secret, Span<byte> hash) => HMACSHA256.HashData(secret.Key, _rented.AsSpan(0, _length), hash);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
