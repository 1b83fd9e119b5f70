using System.Globalization;
using System.Text;

namespace InsideLabs.EventBus.Mutations.Wire;

/// <summary>How the length of a body is told.</summary>
internal enum Framing
{
    /// <summary>Its true length, or nothing when there is no body.</summary>
    Length,

    /// <summary>A length, or a lack of one, that <see cref="WireRequest.ToldLength"/> says.</summary>
    Told,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>In chunks, one of which is broken.</summary>
    BrokenChunks,

    /// <summary>Its true length, and the client waits for the server's consent.</summary>
    ExpectContinue,
}

/// <summary>How the sending ends.</summary>
internal enum Ending
{
    /// <summary>Everything is sent, and the connection stays.</summary>
    Whole,

    /// <summary>Nothing more comes after <see cref="WireRequest.CutAt"/> bytes, but the client still listens.</summary>
    HalfClosed,

    /// <summary>The connection is torn down after <see cref="WireRequest.CutAt"/> bytes.</summary>
    Reset,
}

/// <summary>A request by the byte. Texts are sent as Latin-1, so that each character is a byte.</summary>
internal sealed record WireRequest
{
    public required string Method { get; init; }

    public required string Target { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; } = "application/json";

    public Framing Framing { get; init; }

    public string? ToldLength { get; init; }

    public Ending Ending { get; init; }

    public int CutAt { get; init; }

    /// <summary>Whether it is valid HTTP, so that the API itself must answer it and not the server's parser.</summary>
    public bool IsSound { get; init; } = true;

    /// <summary>Whether the connection can carry another request afterwards.</summary>
    public bool KeepsConnection => IsSound && Ending == Ending.Whole && Framing is not (Framing.Told or Framing.BrokenChunks);

    public byte[] Head()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nhost: localhost\r\n");
        if (Body is not null && ContentType is not null)
        {
            head.Append($"content-type: {ContentType}\r\n");
        }

        var length = Framing switch
        {
            Framing.Told => ToldLength is null ? string.Empty : $"content-length: {ToldLength}\r\n",
            Framing.Chunked or Framing.BrokenChunks => "transfer-encoding: chunked\r\n",
            Framing.ExpectContinue => $"expect: 100-continue\r\ncontent-length: {Body?.Length ?? 0}\r\n",
            _ => Body is null && Method is "GET" or "DELETE" ? string.Empty : $"content-length: {Body?.Length ?? 0}\r\n",
        };
        head.Append(length);
        foreach (var (name, value) in Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    public byte[] Tail() => Framing switch
    {
        Framing.Chunked => Chunks(Body ?? [], broken: false),
        Framing.BrokenChunks => Chunks(Body ?? [], broken: true),
        _ => Body ?? [],
    };

    private static byte[] Chunks(byte[] body, bool broken)
    {
        using var chunks = new MemoryStream();
        var size = Math.Max(1, (body.Length / 3) + 1);
        for (var at = 0; at < body.Length; at += size)
        {
            var part = body.AsSpan(at, Math.Min(size, body.Length - at));
            var told = broken && at == 0 ? "7fffffffffffffff0" : part.Length.ToString("x", CultureInfo.InvariantCulture);
            chunks.Write(Encoding.ASCII.GetBytes($"{told};ext=\"1\"\r\n"));
            chunks.Write(part);
            chunks.Write("\r\n"u8);
        }

        chunks.Write(broken ? "zz\r\n\r\n"u8 : "0\r\ntrailer: 1\r\n\r\n"u8);
        return chunks.ToArray();
    }
}
