using System.Net;
using System.Text.Json;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Keeps mutated URLs off other machines: a flipped bit makes a foreign address of a local one, and the server would deliver there.</summary>
internal static class Destinations
{
    /// <summary>Whether every URL in a body leads to this machine. What is no JSON is refused by the server, so it leads nowhere.</summary>
    public static bool AreLocal(ReadOnlySpan<byte> body)
    {
        var json = body.StartsWith("\ufeff"u8) ? body[3..] : body;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1_000 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String && !IsLocal(reader.GetString()!))
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Refused as a whole, or at the latest at this very place.
        }

        return true;
    }

    private static bool IsLocal(string text) =>
        !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
        || !(url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
