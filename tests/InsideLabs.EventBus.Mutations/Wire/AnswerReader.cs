using System.Globalization;
using System.Text;

namespace InsideLabs.EventBus.Mutations.Wire;

/// <summary>Reads answers off a connection, one after the other. What is no HTTP throws.</summary>
internal sealed class AnswerReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the next answer, of which <c>100 Continue</c> is one; <see cref="WireAnswer.None"/> when the connection ended before it.</summary>
    public async Task<WireAnswer> ReadAsync(bool hasBody, CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } first)
        {
            return WireAnswer.None;
        }

        if (!first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || first.Length < 12)
        {
            throw new InvalidDataException($"'{first}' is no status line.");
        }

        var status = int.Parse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        var body = hasBody && status is >= 200 and not (204 or 304) ? await ReadBodyAsync(headers, cancellationToken) : [];
        return new WireAnswer(status, headers, body);
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("content-length", out var length))
        {
            return await ReadBytesAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellationToken);
        }

        if (!headers.ContainsKey("transfer-encoding"))
        {
            throw new InvalidDataException("An answer tells no length.");
        }

        using var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("The answer was cut off.");
            var size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Write(await ReadBytesAsync(size, cancellationToken));
            await ReadLineAsync(cancellationToken);
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new InvalidDataException("The answer was cut off.");
            }

            var part = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            (_start, done) = (_start + part, done + part);
        }

        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return line.Length == 0 ? null : throw new InvalidDataException($"The answer was cut off after '{line}'.");
            }

            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = end < 0 ? _end - _start : end;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, taken));
            _start += end < 0 ? taken : taken + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
