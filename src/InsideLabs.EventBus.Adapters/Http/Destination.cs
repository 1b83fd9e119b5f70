using System.Globalization;
using System.Text.Json;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Names where a request goes: scheme, host and port, whatever the path. What fails for one request fails there for all.</summary>
internal static class Destination
{
    /// <summary>The destination of a URL. A host with a dot at its end is the host without.</summary>
    public static string Of(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost.TrimEnd('.');
        return string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{host}:{url.Port}");
    }

    /// <summary>The destination of the URL that a rendered document holds.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="property">The property that is the URL.</param>
    /// <returns>The destination; null when there is no document, no such property, or no URL in it: then nothing will be sent.</returns>
    public static string? Read(ReadOnlyMemory<byte>? utf8Json, string property)
    {
        if (utf8Json is not { } json)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            var isUrl = reader.ValueTextEquals(property);
            reader.Read();
            if (isUrl)
            {
                return reader.TokenType == JsonTokenType.String && Uri.TryCreate(reader.GetString(), UriKind.Absolute, out var url) ? Of(url) : null;
            }

            reader.Skip();
        }

        return null;
    }
}
