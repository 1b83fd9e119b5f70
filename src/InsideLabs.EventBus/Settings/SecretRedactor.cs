using System.Runtime.CompilerServices;
using System.Text;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Settings;

/// <summary>
/// Takes secrets out of a text that goes to a log or an audit, in every form an echo may give them: as they are, base64,
/// base64url, hexadecimal, percent-encoded, escaped in JSON. It knows the secrets and looks for nothing that merely looks like one.
/// </summary>
public static class SecretRedactor
{
    private const string Mask = "***";

    /// <summary>A text that was cut off may end within a secret: so many characters of its beginning are enough to take it out.</summary>
    private const int ShortestTail = 3;

    /// <summary>A secret signs many deliveries, so its forms are made once.</summary>
    private static readonly ConditionalWeakTable<WebhookSecret, IReadOnlyCollection<string>> Known = [];

    /// <summary>Replaces every occurrence of the secrets by <c>***</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets; empty ones are ignored.</param>
    public static string Redact(string text, IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(secrets);
        return text.Length == 0 ? text : Replace(text, secrets.Where(s => s.Length > 0).SelectMany(SecretForms.Of));
    }

    /// <summary>Replaces every occurrence of secrets by <c>***</c>; of signing secrets with and without their prefix.</summary>
    /// <param name="text">The text.</param>
    /// <param name="signing">The signing secrets.</param>
    /// <param name="secrets">The other secrets; empty ones are ignored.</param>
    internal static string Redact(string text, IReadOnlyList<WebhookSecret> signing, IReadOnlyList<string> secrets) =>
        text.Length == 0 || signing.Count + secrets.Count == 0
            ? text
            : Replace(
                text,
                signing.SelectMany(s => Known.GetValue(s, SecretForms.Of)).Concat(secrets.Where(s => s.Length > 0).SelectMany(SecretForms.Of)));

    private static string Replace(string text, IEnumerable<string> forms)
    {
        // Occurrences may overlap, so all are marked before anything is replaced.
        bool[]? hidden = null;
        foreach (var form in forms)
        {
            for (var at = text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.IndexOf(form, at + 1, StringComparison.Ordinal))
            {
                (hidden ??= new bool[text.Length]).AsSpan(at, form.Length).Fill(true);
            }

            var tail = TailLength(text, form);
            if (tail > 0)
            {
                (hidden ??= new bool[text.Length]).AsSpan(text.Length - tail).Fill(true);
            }
        }

        return hidden is null ? text : Show(text, hidden);
    }

    /// <summary>How many characters at the end of the text are the beginning of a form that was cut off.</summary>
    private static int TailLength(string text, string form)
    {
        if (form.Length <= ShortestTail)
        {
            return 0;
        }

        var window = text.AsSpan(Math.Max(0, text.Length - form.Length + 1));
        var beginning = form.AsSpan(0, ShortestTail);
        for (var at = window.IndexOf(beginning); at >= 0; at = window.IndexOf(beginning))
        {
            window = window[at..];
            if (form.AsSpan().StartsWith(window))
            {
                return window.Length;
            }

            window = window[1..];
        }

        return 0;
    }

    private static string Show(string text, bool[] hidden)
    {
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!hidden[i])
            {
                shown.Append(text[i]);
            }
            else if (i == 0 || !hidden[i - 1])
            {
                shown.Append(Mask);
            }
        }

        return shown.ToString();
    }
}
