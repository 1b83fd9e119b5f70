using System.Buffers;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A pooled buffer that takes no more than a document may have. What does not fit is dropped and remembered.</summary>
internal sealed class OutputBuffer
{
    private const int FirstSize = 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Whether something did not fit any more.</summary>
    public bool IsOverfull { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (TryReserve(bytes.Length))
        {
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }

    public void Write(byte value)
    {
        if (Length < _bytes.Length && Length < TemplateLimits.RenderedBytes && !IsOverfull)
        {
            _bytes[Length++] = value;
        }
        else
        {
            Write([value]);
        }
    }

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Gives the memory back. It may hold secrets, so that it is wiped.</summary>
    public void Clear()
    {
        if (_bytes.Length > 0)
        {
            _bytes.AsSpan(0, Length).Clear();
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, Length, IsOverfull) = ([], 0, false);
    }

    private bool TryReserve(int count)
    {
        if (IsOverfull || count > TemplateLimits.RenderedBytes - Length)
        {
            IsOverfull = true;
            return false;
        }

        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(_bytes.Length * 2, FirstSize), Length + count));
            Written.CopyTo(larger);
            var (smaller, length) = (_bytes, Length);
            _bytes = larger;
            if (smaller.Length > 0)
            {
                smaller.AsSpan(0, length).Clear();
                ArrayPool<byte>.Shared.Return(smaller);
            }
        }

        return true;
    }
}
