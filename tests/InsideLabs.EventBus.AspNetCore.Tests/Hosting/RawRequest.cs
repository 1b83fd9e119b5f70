using System.Globalization;
using System.Net.Sockets;
using System.Text;
using InsideLabs.EventBus.Conformance.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Hosting;

/// <summary>A request by the byte: what no HTTP client would send can be sent too.</summary>
internal static class RawRequest
{
    /// <summary>Sends a body with its true length and reads the whole answer.</summary>
    public static Task<ApiAnswer> SendAsync(Uri address, string method, string path, ReadOnlyMemory<byte> body, string? contentType = "application/json")
    {
        var type = contentType is null ? string.Empty : $"content-type: {contentType}\r\n";
        return SendAsync(address, [Head(method, path, $"{type}content-length: {body.Length}\r\n"), body]);
    }

    /// <summary>The head of a request whose connection ends with its answer.</summary>
    public static ReadOnlyMemory<byte> Head(string method, string path, string headers) =>
        Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");

    /// <summary>Sends pieces one after the other and reads the whole answer.</summary>
    public static async Task<ApiAnswer> SendAsync(Uri address, params IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(piece);
            }
        }
        catch (IOException)
        {
            // The server has heard enough; its answer is there.
        }

        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TestHosts.Patience);
        }
        catch (IOException)
        {
            // It did not wait for the rest of the request.
        }

        return Read(answer.ToArray());
    }

    private static ApiAnswer Read(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var headEnd = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        headEnd.Should().BePositive("there is an answer");
        var lines = text[..headEnd].Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        var body = text[(headEnd + 4)..];
        return new ApiAnswer(
            (System.Net.HttpStatusCode)int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            headers.GetValueOrDefault("Content-Type"),
            headers.ContainsKey("Transfer-Encoding") ? Unchunk(body) : body,
            headers);
    }

    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var end
            && int.Parse(body[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            // Sizes count bytes; what is read here is ASCII but for the payloads of tests that do not look at them.
            var rest = Encoding.UTF8.GetBytes(body[(end + 2)..]);
            text.Append(Encoding.UTF8.GetString(rest, 0, size));
            body = Encoding.UTF8.GetString(rest, size + 2, rest.Length - size - 2);
        }

        return text.ToString();
    }
}
