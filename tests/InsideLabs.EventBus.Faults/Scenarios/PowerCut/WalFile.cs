using System.Buffers.Binary;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>A write-ahead log as it lies in its file: where its frames end, up to where the file holds an older use of it.</summary>
internal sealed class WalFile
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;

    private WalFile(int frameLength, int frames, IReadOnlyList<long> commitEnds) =>
        (FrameLength, Frames, CommitEnds) = (frameLength, frames, commitEnds);

    public int FrameLength { get; }

    /// <summary>How many frames there are.</summary>
    public int Frames { get; }

    /// <summary>Where the frames end that end a transaction.</summary>
    public IReadOnlyList<long> CommitEnds { get; }

    public static WalFile Parse(ReadOnlySpan<byte> bytes)
    {
        var frameLength = FrameHeaderLength + (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        var salts = bytes[16..24];
        var ends = new List<long>();
        var frames = 0;
        for (var at = HeaderLength; at + frameLength <= bytes.Length && bytes.Slice(at + 8, 8).SequenceEqual(salts); at += frameLength)
        {
            frames++;
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]) != 0)
            {
                ends.Add(at + frameLength);
            }
        }

        return new WalFile(frameLength, frames, ends);
    }

    /// <summary>Where so many frames end.</summary>
    public long EndOf(int frames) => HeaderLength + ((long)frames * FrameLength);
}
