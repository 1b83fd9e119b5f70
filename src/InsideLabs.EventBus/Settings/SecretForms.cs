using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Settings;

/// <summary>The texts in which a secret may come back: what <see cref="SecretRedactor"/> looks for.</summary>
internal static class SecretForms
{
    /// <summary>Fewer bytes than these say too little, and might stand in any base64.</summary>
    private const int ShortestWithin = 6;

    /// <summary>The forms of a secret text.</summary>
    public static IReadOnlyCollection<string> Of(string secret)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        AddText(forms, secret);
        AddBytes(forms, Encoding.UTF8.GetBytes(secret));
        return forms;
    }

    /// <summary>The forms of a signing secret: of its text, of the base64 alone, and of the key's bytes.</summary>
    public static IReadOnlyCollection<string> Of(WebhookSecret secret)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        var text = secret.Reveal();
        var bare = text[WebhookSecret.Prefix.Length..];
        AddText(forms, text);
        AddBytes(forms, Encoding.UTF8.GetBytes(text));
        AddText(forms, bare);
        AddBytes(forms, Encoding.UTF8.GetBytes(bare));
        AddBytes(forms, secret.Key);
        return forms;
    }

    private static void AddText(HashSet<string> forms, string text)
    {
        forms.Add(text);

        var percent = Uri.EscapeDataString(text);
        forms.Add(percent);
        forms.Add(LowerEscapes(percent, '%', 2));
        forms.Add(percent.Replace("%20", "+", StringComparison.Ordinal));

        foreach (var encoder in (ReadOnlySpan<JavaScriptEncoder>)[JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping])
        {
            var json = JsonEncodedText.Encode(text, encoder).Value;
            foreach (var spelling in (ReadOnlySpan<string>)[json, LowerEscapes(json, 'u', 4)])
            {
                forms.Add(spelling);
                forms.Add(spelling.Replace("/", "\\/", StringComparison.Ordinal));
            }
        }
    }

    private static void AddBytes(HashSet<string> forms, ReadOnlySpan<byte> bytes)
    {
        var base64 = Convert.ToBase64String(bytes);
        AddText(forms, base64);
        AddText(forms, base64.TrimEnd('='));
        AddText(forms, Base64Url.EncodeToString(bytes));
        forms.Add(Convert.ToHexString(bytes));
        forms.Add(Convert.ToHexStringLower(bytes));
        AddWithinBase64(forms, bytes);
    }

    /// <summary>
    /// In the base64 of a longer text a secret looks different depending on where it begins. What surely stands there is the part
    /// whose groups of three bytes are all its own.
    /// </summary>
    private static void AddWithinBase64(HashSet<string> forms, ReadOnlySpan<byte> bytes)
    {
        for (var skipped = 0; skipped < 3; skipped++)
        {
            var whole = bytes.Length > skipped ? bytes[skipped..][..((bytes.Length - skipped) / 3 * 3)] : default;
            if (whole.Length >= ShortestWithin)
            {
                forms.Add(Convert.ToBase64String(whole));
                forms.Add(Base64Url.EncodeToString(whole));
            }
        }
    }

    /// <summary>The same escapes with lower-case digits: <c>%2B</c> as <c>%2b</c>, <c>\u002B</c> as <c>\u002b</c>.</summary>
    private static string LowerEscapes(string text, char marker, int digits)
    {
        var characters = text.ToCharArray();
        for (var i = 0; i + digits < characters.Length; i++)
        {
            if (characters[i] == marker && (marker == '%' || (i > 0 && characters[i - 1] == '\\')))
            {
                for (var end = i + digits; i < end; i++)
                {
                    characters[i + 1] = char.ToLowerInvariant(characters[i + 1]);
                }
            }
        }

        return new string(characters);
    }
}
