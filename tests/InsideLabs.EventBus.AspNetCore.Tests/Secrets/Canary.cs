using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InsideLabs.EventBus.AspNetCore.Tests.Secrets;

/// <summary>A secret that a test plants, and every form in which it might come to light.</summary>
internal sealed class Canary
{
    private readonly string[] _forms;

    public Canary(string name, string value)
    {
        (Name, Value) = (name, value);
        _forms = [.. Forms(value).Where(f => f.Length >= 8).Distinct(StringComparer.Ordinal)];
    }

    public string Name { get; }

    public string Value { get; }

    /// <summary>The forms of the secret that a text holds.</summary>
    public IEnumerable<string> In(string text) => _forms.Where(f => text.Contains(f, StringComparison.Ordinal));

    /// <summary>The forms of the secret that a file holds, as UTF-8 or UTF-16.</summary>
    public IEnumerable<string> In(byte[] bytes) => _forms.Where(f =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(f)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(f)) >= 0);

    private static IEnumerable<string> Forms(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);
        yield return JavaScriptEncoder.Default.Encode(value);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        yield return JsonSerializer.Serialize(value).Trim('"');
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);

        // Inside a longer text the base64 of the secret depends on where it begins: what surely stands there is its middle.
        for (var before = 0; before < 3; before++)
        {
            byte[] padded = [.. new byte[before], .. bytes];
            var whole = padded[..(padded.Length / 3 * 3)];
            yield return Convert.ToBase64String(whole)[(before == 0 ? 0 : 4)..];
            yield return Base64Url.EncodeToString(whole)[(before == 0 ? 0 : 4)..];
        }
    }
}
