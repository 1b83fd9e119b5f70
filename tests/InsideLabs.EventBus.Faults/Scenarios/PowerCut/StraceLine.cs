using System.Globalization;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>One line of <c>strace -f -y</c>: a system call that begins, ends, or does both.</summary>
/// <param name="Thread">Who calls.</param>
/// <param name="Name">What is called.</param>
/// <param name="Arguments">The arguments and the result, as they stand there; only the result when an earlier call ends.</param>
/// <param name="Begins">Whether the call begins here.</param>
/// <param name="Ends">Whether the call ends here.</param>
internal readonly record struct StraceLine(int Thread, string Name, string Arguments, bool Begins, bool Ends)
{
    private const string Unfinished = "<unfinished ...>";

    /// <summary>Whether it ended well.</summary>
    public bool Succeeded => Ends && !Result.StartsWith('-') && !Result.StartsWith('?');

    /// <summary>The path of the file that the first argument, a descriptor, stands for.</summary>
    public ReadOnlySpan<char> File
    {
        get
        {
            var text = Arguments.AsSpan();
            var (start, end) = (text.IndexOf('<'), text.IndexOf('>'));
            return start < 0 || end < start ? [] : text[(start + 1)..end];
        }
    }

    /// <summary>The bytes that are written, with what cannot be shown escaped.</summary>
    public ReadOnlySpan<char> Text
    {
        get
        {
            var text = Arguments.AsSpan();
            var start = text.IndexOf('"');
            var end = text.LastIndexOf('"');
            return start < 0 || end <= start ? [] : text[(start + 1)..end];
        }
    }

    private ReadOnlySpan<char> Result => Arguments.AsSpan(Arguments.LastIndexOf(" = ", StringComparison.Ordinal) + 3);

    /// <summary>Reads a line; null when it is none of a system call.</summary>
    public static StraceLine? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !int.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out var thread))
        {
            return null;
        }

        var rest = line.AsSpan(space).TrimStart();
        if (rest.StartsWith("<... ", StringComparison.Ordinal))
        {
            var name = rest[5..];
            return new StraceLine(thread, name[..name.IndexOf(' ')].ToString(), rest.ToString(), Begins: false, Ends: true);
        }

        var open = rest.IndexOf('(');
        return open <= 0
            ? null
            : new StraceLine(
                thread, rest[..open].ToString(), rest[(open + 1)..].ToString(), Begins: true, Ends: !rest.EndsWith(Unfinished, StringComparison.Ordinal));
    }

    /// <summary>The argument that follows the text and so many others: a number.</summary>
    public long NumberAfterText(int index)
    {
        var text = Arguments.AsSpan(Arguments.LastIndexOf('"') + 1).TrimStart('.').TrimStart(',');
        foreach (var range in text.Split(','))
        {
            if (index-- == 0)
            {
                var part = text[range].TrimStart();
                var end = part.IndexOfAnyExceptInRange('0', '9');
                return long.Parse(end < 0 ? part : part[..end], CultureInfo.InvariantCulture);
            }
        }

        return -1;
    }

    /// <summary>The first bytes of the text.</summary>
    public byte[] Bytes(int most)
    {
        var text = Text;
        var bytes = new List<byte>(most);
        for (var i = 0; i < text.Length && bytes.Count < most;)
        {
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i++]);
                continue;
            }

            i++;
            if (text[i] is < '0' or > '7')
            {
                bytes.Add(text[i++] switch { 'n' => 10, 't' => 9, 'r' => 13, 'v' => 11, 'f' => 12, var same => (byte)same });
                continue;
            }

            var value = 0;
            for (var digits = 0; digits < 3 && i < text.Length && text[i] is >= '0' and <= '7'; digits++)
            {
                value = (value * 8) + (text[i++] - '0');
            }

            bytes.Add((byte)value);
        }

        return [.. bytes];
    }
}
