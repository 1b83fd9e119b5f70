using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Mutators;

/// <summary>Changes of what stands around a body: type, framing, headers, path, query, method, and where the sending ends.</summary>
internal static class RequestMutators
{
    /// <summary>Whether the request still reaches the operation that it was made for.</summary>
    /// <param name="Request">The changed request.</param>
    /// <param name="IsAimed">False when path or method are garbage.</param>
    public readonly record struct Mutated(WireRequest Request, bool IsAimed);

    private static readonly Func<WireRequest, Random, Mutated>[] All =
    [
        ContentType, NoContentType, ToldLength, ShortLength, LongLength, Chunked, BrokenChunks, ExpectContinue, Cut, Reset, Header, Header, HeaderNoise, ManyHeaders, LongHeader, ApiKey, Query, Query, Segment, Segment, LongTarget, Method,
        BodyOrNot, TooLarge,
    ];

    public static Mutated Mutate(WireRequest request, Random random) => random.Pick(All)(request, random);

    private static Mutated ContentType(WireRequest request, Random random)
    {
        var type = random.Pick(Garbage.ContentTypes);

        // A header with bytes that are no text is refused by the server's parser.
        var isText = System.Text.Ascii.IsValid(type);
        return new Mutated(request with { ContentType = type, Body = request.Body ?? "{}"u8.ToArray(), IsSound = isText }, isText);
    }

    private static Mutated NoContentType(WireRequest request, Random random) => Aimed(request with { ContentType = null });

    private static Mutated ToldLength(WireRequest request, Random random) => new(
        request with
        {
            Framing = Framing.Told,
            ToldLength = random.Next(4) == 0 ? null : random.Pick(Garbage.Lengths),
            Ending = Ending.HalfClosed,
            CutAt = int.MaxValue,
            IsSound = false,
        },
        IsAimed: false);

    /// <summary>The rest of the body is read as the next request, which is none.</summary>
    private static Mutated ShortLength(WireRequest request, Random random) => new(
        request with { Framing = Framing.Told, ToldLength = $"{random.Next(Math.Max(1, request.Body?.Length ?? 0))}", IsSound = false },
        IsAimed: false);

    private static Mutated LongLength(WireRequest request, Random random) => new(
        request with
        {
            Framing = Framing.Told,
            ToldLength = $"{(request.Body?.Length ?? 0) + random.Next(1, 100_000)}",
            Ending = random.Pick([Ending.HalfClosed, Ending.Reset]),
            CutAt = int.MaxValue,
            IsSound = false,
        },
        IsAimed: false);

    private static Mutated Chunked(WireRequest request, Random random) =>
        Aimed(request with { Framing = Framing.Chunked, Body = request.Body ?? (random.Next(2) == 0 ? [] : "{}"u8.ToArray()) });

    private static Mutated BrokenChunks(WireRequest request, Random random) => new(
        request with { Framing = Framing.BrokenChunks, Body = request.Body ?? "{}"u8.ToArray(), Ending = Ending.HalfClosed, CutAt = int.MaxValue, IsSound = false },
        IsAimed: false);

    private static Mutated ExpectContinue(WireRequest request, Random random) => request.Body is { Length: > 0 }
        ? Aimed(request with { Framing = Framing.ExpectContinue })
        : Aimed(request);

    private static Mutated Cut(WireRequest request, Random random) =>
        new(request with { Ending = Ending.HalfClosed, CutAt = AnyCut(request, random), IsSound = false }, IsAimed: false);

    private static Mutated Reset(WireRequest request, Random random) =>
        new(request with { Ending = Ending.Reset, CutAt = AnyCut(request, random), IsSound = false }, IsAimed: false);

    private static Mutated Header(WireRequest request, Random random)
    {
        var name = random.Pick(Garbage.HeaderNames);
        return new Mutated(With(request, name, random.Pick(Garbage.HeaderValues)), IsAimed: false);
    }

    private static Mutated HeaderNoise(WireRequest request, Random random)
    {
        var bytes = new byte[random.Next(1, 40)];
        random.NextBytes(bytes);
        return new Mutated(With(request, random.Pick(["If-Match", "x-api-key", "webhook-id", "", "a b", "\u00e9", "x:"]), Latin1(bytes)), IsAimed: false);
    }

    private static Mutated ManyHeaders(WireRequest request, Random random)
    {
        for (var count = random.Pick([20, 99, 101, 150]); count > 0; count--)
        {
            request = With(request, random.Next(2) == 0 ? "If-Match" : $"x-{count}", "\"1\"");
        }

        return new Mutated(request, IsAimed: false);
    }

    private static Mutated LongHeader(WireRequest request, Random random) =>
        new(With(request, random.Pick(["If-Match", "x-api-key", "webhook-id"]), new string('a', random.Pick([1_000, 8_000, 30_000, 40_000]))), IsAimed: false);

    private static Mutated ApiKey(WireRequest request, Random random) =>
        Aimed(request with { Headers = random.Next(2) == 0 ? [] : [("x-api-key", random.Pick(["wrong", "", "*"]))] });

    private static Mutated Query(WireRequest request, Random random)
    {
        var name = random.Pick(["batchSize", "limit", "after", "", "x", "batchSize[]", "BATCHSIZE", "%00", "%zz", "status"]);
        return new Mutated(request with { Target = $"{request.Target}{(request.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={random.Pick(Garbage.QueryValues)}", IsSound = false }, IsAimed: false);
    }

    private static Mutated Segment(WireRequest request, Random random)
    {
        var segments = request.Target.Split('/');
        segments[random.Next(1, segments.Length)] = random.Pick(Garbage.Segments);
        return new Mutated(request with { Target = string.Join('/', segments), IsSound = false }, IsAimed: false);
    }

    private static Mutated LongTarget(WireRequest request, Random random) =>
        new(request with { Target = $"{request.Target}/{new string('a', random.Pick([300, 7_000, 9_000]))}", IsSound = false }, IsAimed: false);

    private static Mutated Method(WireRequest request, Random random) => new(request with { Method = random.Pick(Garbage.Methods), IsSound = false }, IsAimed: false);

    private static Mutated BodyOrNot(WireRequest request, Random random) =>
        Aimed(request with { Body = request.Body is null ? random.Pick<byte[]>([[], "{}"u8.ToArray(), "x"u8.ToArray()]) : null });

    /// <summary>Just above the API's limit, and above the server's own.</summary>
    private static Mutated TooLarge(WireRequest request, Random random)
    {
        if (request.Body is null || random.Next(4) > 0)
        {
            return Aimed(request);
        }

        var body = new byte[(1024 * 1024) + random.Pick([0, 1, 70_000])];
        Array.Fill(body, (byte)' ');
        request.Body.CopyTo(body.AsSpan());

        // Refused before it is read, so the connection may end under it.
        return new Mutated(request with { Body = body, Framing = random.Pick([Framing.Length, Framing.Chunked]), IsSound = false }, IsAimed: false);
    }

    private static Mutated Aimed(WireRequest request) => new(request, IsAimed: true);

    /// <summary>Any header may break the request, so what answers is the API or the server's parser.</summary>
    private static WireRequest With(WireRequest request, string name, string value) =>
        request with { Headers = [.. request.Headers, (name, value)], IsSound = false };

    private static int AnyCut(WireRequest request, Random random) => random.Next(1, request.Head().Length + request.Tail().Length);

    private static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
