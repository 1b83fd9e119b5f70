using System.Text;

namespace InsideLabs.EventBus.Mutations.Mutators;

/// <summary>Changes of a body that know nothing of JSON.</summary>
internal static class ByteMutators
{
    private static readonly byte[][] Pieces =
    [
        [0], [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xe2, 0x80], [0x7f], [0x1f], "\\"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(),
        ","u8.ToArray(), ":"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\\x"u8.ToArray(), "\\u12"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "1e400"u8.ToArray(), "/**/"u8.ToArray(), "{{"u8.ToArray(), "}}"u8.ToArray(),
    ];

    private static readonly Func<byte[], Random, byte[]>[] All =
    [
        Flip, Flip, Delete, Duplicate, Truncate, Insert, Insert, InsertRandom, Bom, Nest, LongString, HugeNumber, Twice, Swap, Empty, Noise,
    ];

    public static byte[] Mutate(byte[] body, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            body = random.Pick(All)(body, random);
        }

        return body;
    }

    private static byte[] Flip(byte[] body, Random random)
    {
        var changed = (byte[])body.Clone();
        for (var times = random.Next(1, 4); times > 0 && changed.Length > 0; times--)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private static byte[] Delete(byte[] body, Random random)
    {
        var (start, end) = Part(body, random);
        return [.. body[..start], .. body[end..]];
    }

    private static byte[] Duplicate(byte[] body, Random random)
    {
        var (start, end) = Part(body, random);
        return [.. body[..end], .. body[start..]];
    }

    private static byte[] Truncate(byte[] body, Random random) => body[..random.Next(body.Length + 1)];

    private static byte[] Insert(byte[] body, Random random) => InsertPiece(body, random, random.Pick(Pieces));

    private static byte[] InsertRandom(byte[] body, Random random)
    {
        var piece = new byte[random.Next(1, 64)];
        random.NextBytes(piece);
        return InsertPiece(body, random, piece);
    }

    private static byte[] Bom(byte[] body, Random random) => [0xef, 0xbb, 0xbf, .. body];

    private static byte[] Nest(byte[] body, Random random)
    {
        // Around the limit of 64 levels, and far beyond it.
        var depth = random.Pick([62, 63, 64, 65, 66, 1_000, 100_000]);
        var (open, close) = random.Pick([("[", "]"), ("{\"a\":", "}")]);
        var text = new StringBuilder().Insert(0, open, depth).Append('1');
        if (random.Next(4) > 0)
        {
            text.Append(new StringBuilder().Insert(0, close, depth));
        }

        return ReplaceValue(body, random, Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static byte[] LongString(byte[] body, Random random)
    {
        var text = new string(random.Pick(['a', '.', '{', '*', ' ', '-']), random.Pick([51, 129, 257, 2_049, 65_537, 300_000]));
        return ReplaceValue(body, random, Encoding.ASCII.GetBytes($"\"{text}\""));
    }

    private static byte[] HugeNumber(byte[] body, Random random) =>
        ReplaceValue(body, random, Encoding.ASCII.GetBytes(new string('9', random.Pick([20, 400, 50_000]))));

    private static byte[] Twice(byte[] body, Random random) => [.. body, .. body];

    private static byte[] Swap(byte[] body, Random random)
    {
        var (start, end) = Part(body, random);
        return [.. body[..start], .. body[start..end].Reverse(), .. body[end..]];
    }

    private static byte[] Empty(byte[] body, Random random) => random.Pick<byte[]>([[], " "u8.ToArray(), "\r\n"u8.ToArray(), "null"u8.ToArray(), "\""u8.ToArray(), [0]]);

    private static byte[] Noise(byte[] body, Random random)
    {
        var noise = new byte[random.Next(1, 2_000)];
        random.NextBytes(noise);
        return noise;
    }

    /// <summary>Puts a value behind one of the colons, where a value stands.</summary>
    private static byte[] ReplaceValue(byte[] body, Random random, byte[] value)
    {
        int[] colons = [.. body.Index().Where(b => b.Item == (byte)':').Select(b => b.Index)];
        if (colons.Length == 0)
        {
            return value;
        }

        var start = random.Pick(colons) + 1;
        var rest = body.AsSpan(start);
        var length = rest.IndexOfAny((byte)',', (byte)'}', (byte)']');
        return [.. body[..start], .. value, .. length < 0 ? [] : rest[length..]];
    }

    private static byte[] InsertPiece(byte[] body, Random random, byte[] piece)
    {
        var at = random.Next(body.Length + 1);
        return [.. body[..at], .. piece, .. body[at..]];
    }

    private static (int Start, int End) Part(byte[] body, Random random)
    {
        var start = random.Next(body.Length + 1);
        return (start, Math.Min(body.Length, start + random.Next(1, 16)));
    }
}
