using System.IO.Compression;
using System.Text;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>Every way to treat a sender badly that the scenario knows.</summary>
internal static class ReceiverKinds
{
    /// <summary>What the bomb is full of, and no excerpt of its answer may show.</summary>
    public const string Inflated = "AAAAAAAA";

    private const long Gibibyte = 1L << 30;
    private const int Mebibyte = 1 << 20;
    private const string Head = "HTTP/1.1 200 OK\r\n";
    private const string Answer410 = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";

    private static readonly byte[] Block = [.. Enumerable.Repeat((byte)'a', 16 * 1024)];
    private static readonly byte[] Chunk = [.. "4000\r\n"u8, .. Block, .. "\r\n"u8];
    private static readonly byte[] Continue = Repeat("HTTP/1.1 100 Continue\r\n\r\n", 400);
    private static readonly byte[] Headers = Repeat($"X-Header: {new string('a', 1000)}\r\n", Mebibyte / 1024);

    public static IReadOnlyList<ReceiverKind> All { get; } =
    [
        ReceiverKind.Made("huge-body", 200, static wire => FloodAsync(wire, $"{Head}Content-Length: {Gibibyte}\r\n\r\n", Block)),
        ReceiverKind.Made("endless-chunks", 200, static wire => FloodAsync(wire, $"{Head}Transfer-Encoding: chunked\r\n\r\n", Chunk)),
        ReceiverKind.Failing("huge-head", ErrorCodes.ProtocolError, static async wire =>
        {
            await wire.WriteAsync(Head);
            await wire.FloodAsync(Headers, Mebibyte);
            return false;
        }),
        ReceiverKind.Failing("continue-flood", ErrorCodes.ProtocolError, static wire => FloodAsync(wire, string.Empty, Continue)),
        ReceiverKind.Made("gzip-bomb", 200, static async wire =>
        {
            var bomb = Bomb();
            await wire.WriteAsync($"{Head}Content-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            return await wire.WriteAsync(bomb);
        }) with { KeepsOpen = true },
        new ReceiverKind("redirects", 302, ErrorCodes.Http3xx, static wire =>
            wire.WriteAsync($"HTTP/1.1 302 Found\r\nLocation: {HostileReceiver.SecondPath}\r\nContent-Length: 0\r\n\r\n")) { KeepsOpen = true },
        ReceiverKind.Made("reset-in-body", 200, static async wire =>
        {
            await wire.WriteAsync($"{Head}Content-Length: 100000\r\n\r\nthe beginning");
            await PauseAsync();
            wire.Reset();
            return false;
        }),
        ReceiverKind.Failing("reset-before-head", ErrorCodes.ConnectionFailed, static wire =>
        {
            wire.Reset();
            return Task.FromResult(false);
        }),
        ReceiverKind.Made("length-too-long", 200, static async wire =>
        {
            await wire.WriteAsync($"{Head}Content-Length: 1000\r\n\r\nten bytes.");
            return false;
        }),
        ReceiverKind.Made("length-too-short", 200, static wire => wire.WriteAsync($"{Head}Content-Length: 5\r\n\r\nhello{Answer410}")),
        ReceiverKind.Failing("http-0-9", ErrorCodes.ProtocolError, static async wire =>
        {
            await wire.WriteAsync("<html>It works!</html>\n");
            return false;
        }),
        ReceiverKind.Made("answer-behind-204", 204, static wire => wire.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n" + Answer410)),
        ReceiverKind.Made("close-after-answer", 204, static async wire =>
        {
            await wire.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n");
            return false;
        }) with { KeepsOpen = true, MayCross = true },
        ReceiverKind.Silent("no-accept", static _ => Task.FromResult(false)) with { IsBlackHole = true },
        ReceiverKind.Silent("no-answer", static async wire =>
        {
            await wire.WaitForCloseAsync();
            return false;
        }),
        ReceiverKind.Silent("dripping-head", static async wire =>
        {
            await wire.WriteAsync(Head + "X-Header: ");
            await wire.DripAsync();
            return false;
        }),
        ReceiverKind.Made("dripping-body", 200, static async wire =>
        {
            await wire.WriteAsync($"{Head}Content-Length: 1000\r\n\r\n");
            await wire.DripAsync();
            return false;
        }) with { IsSlow = true },
    ];

    private static async Task<bool> FloodAsync(Wire wire, string head, byte[] bytes)
    {
        await wire.WriteAsync(head);
        await wire.FloodAsync(bytes, Gibibyte);
        return false;
    }

    /// <summary>Long enough for the head to be read.</summary>
    private static async Task PauseAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        await timer.WaitForNextTickAsync();
    }

    private static byte[] Repeat(string ascii, int times) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(ascii, times)));

    /// <summary>64 MiB in 64 KiB.</summary>
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var block = Repeat(Inflated, Mebibyte / Inflated.Length);
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(block);
            }
        }

        return packed.ToArray();
    }
}
