using System.Text;

namespace InsideLabs.EventBus.Adapters.Tests.Receivers;

/// <summary>A request as its bytes came.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string? this[string header] =>
        Headers.SingleOrDefault(h => h.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads a request with a body of known length; null when the connection ends before it.</summary>
    public static async Task<ReceivedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(l => l.Split(": ", 2)).Select(p => KeyValuePair.Create(p[0], p[1])).ToList();
        var request = new ReceivedRequest(lines[0], headers, []);
        var body = new byte[int.Parse(request["Content-Length"] ?? "0")];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return request with { Body = body };
    }
}
