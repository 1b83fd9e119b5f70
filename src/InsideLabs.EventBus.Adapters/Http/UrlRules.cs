using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// Where a subscription may send its deliveries. A URL has at most one fault, judged in this order: template in the host,
/// malformed, length, scheme, userinfo, fragment, port, destination, https. Names are not looked up here: the address they lead
/// to is judged when it is dialled.
/// </summary>
internal sealed class UrlRules(DestinationPolicy destinations, bool allowHttp)
{
    /// <summary>The most characters a URL may have.</summary>
    public const int MaxLength = 2048;

    /// <summary>The names whose values are the host's own: whoever publishes must not choose where a credential goes.</summary>
    private static readonly string[] HostNamespaces = ["secrets.", "global.", "adapter."];

    /// <summary>Judges a URL that is to be called.</summary>
    /// <param name="text">The URL, rendered.</param>
    /// <param name="field">The path of the field it stands in.</param>
    /// <param name="url">The URL.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Whether calls to it may be made, as far as can be said before its name is looked up.</returns>
    public bool TryRead(string text, string field, [NotNullWhen(true)] out Uri? url, out Fault fault) =>
        TryRead(text, field, mayClimb: true, out url, out fault);

    /// <summary>
    /// Judges a URL in which values of templates stand, or to which a credential goes: besides all else, no segment of its path may be
    /// <c>.</c> or <c>..</c>, which would lead away from where the rest says.
    /// </summary>
    /// <inheritdoc cref="TryRead(string, string, out Uri?, out Fault)"/>
    public bool TryReadMade(string text, string field, [NotNullWhen(true)] out Uri? url, out Fault fault) =>
        TryRead(text, field, mayClimb: false, out url, out fault);

    private bool TryRead(string text, string field, bool mayClimb, [NotNullWhen(true)] out Uri? url, out Fault fault)
    {
        url = null;
        var refusal = !IsWellFormed(text, out url) ? Malformed()
            : !mayClimb && PathClimbs(text) ? Climbing()
            : Judge(text, url);
        fault = refusal is var (code, message) ? new Fault(field, code, message) : default;
        return refusal is null && url is not null;
    }

    /// <summary>Judges a URL as written: templates may stand in its path and query, and the rest is judged as if they were a letter.</summary>
    /// <param name="text">The URL as written.</param>
    /// <param name="field">The path of the field it stands in.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public Fault? JudgeWritten(string text, string field) =>
        TemplateFault(text) is var (code, message) ? new Fault(field, code, message)
        : TryRead(WrittenExpressions.Replace(text, ConfigObject.StandIn), field, !TemplateText.HasExpressions(text), out _, out var fault) ? null
        : fault;

    /// <summary>
    /// Judges a URL as written to which a credential is sent, or which is one. It may be a single template, but only the host's own
    /// values may stand in it.
    /// </summary>
    /// <param name="text">The URL as written.</param>
    /// <param name="field">The path of the field it stands in.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public Fault? JudgeWrittenOfHost(string text, string field)
    {
        var expressions = WrittenExpressions.Find(text);
        foreach (var expression in expressions)
        {
            if (!Array.Exists(HostNamespaces, n => expression.Inner.StartsWith(n, StringComparison.Ordinal)))
            {
                return new Fault(
                    field,
                    ErrorCodes.ConfigInvalid,
                    $"'{FaultText.Show(expression.Inner)}' may not stand in this URL: only {{{{secrets.…}}}}, {{{{global.…}}}} and {{{{adapter.…}}}} may, so that whoever publishes cannot choose where it leads.");
            }
        }

        var isSole = expressions is [var (start, end, _)] && start == 0 && end == text.Length;
        return isSole ? null : JudgeWritten(text, field);
    }

    private (string Code, string Message)? Judge(string text, Uri url)
    {
        if (text.Length > MaxLength)
        {
            return (ErrorCodes.UrlTooLong, $"The URL has {text.Length} characters; at most {MaxLength} are allowed.");
        }

        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
        {
            return (ErrorCodes.UrlSchemeForbidden, $"The URL's scheme is '{FaultText.Show(url.Scheme)}'; begin it with 'https://'.");
        }

        if (Authority(text).Contains('@'))
        {
            return (ErrorCodes.UrlUserinfoForbidden, "The URL holds a user name or password, which logs would show; send credentials in a header.");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            return (ErrorCodes.UrlFragmentForbidden, "The URL has a fragment, which no server ever sees; remove '#' and what follows it.");
        }

        if (url.Port is not (80 or 443 or >= 1024))
        {
            return (ErrorCodes.UrlPortForbidden, $"The URL's port is {url.Port}; use 80, 443 or one from 1024 to 65535.");
        }

        return JudgeDestination(url);
    }

    private (string Code, string Message)? JudgeDestination(Uri url)
    {
        if (HostName.Of(url) is not { } host)
        {
            return (
                ErrorCodes.DestinationBlocked,
                $"The host '{FaultText.Show(url.Host)}' has characters that cannot be mapped to ASCII safely; write it in its ASCII form (xn--…).");
        }

        if (host.Address is { } address && !destinations.Allows(address))
        {
            return (
                ErrorCodes.DestinationBlocked,
                $"The host '{FaultText.Show(url.Host)}' is not a public address; if it is meant, the host application must allow its network.");
        }

        return url.Scheme == Uri.UriSchemeHttps || allowHttp
            ? null
            : (ErrorCodes.HttpsRequired, "The URL begins with 'http://'; only 'https://' is allowed, unless the host application allows http.");
    }

    /// <summary>A templated host is no <see cref="Uri"/>, so this comes before anything is parsed.</summary>
    private static (string Code, string Message)? TemplateFault(string text)
    {
        var template = TemplateText.IndexOfExpression(text);
        if (template < 0)
        {
            return null;
        }

        var slashes = text.IndexOf("//", StringComparison.Ordinal);
        var isInHost = slashes < 0 || template < slashes || text.AsSpan(slashes + 2, template - slashes - 2).IndexOfAny("/?#") < 0;
        return isInHost
            ? (ErrorCodes.UrlTemplateInHost, "A template stands before the URL's path; scheme, host and port must be written out.")
            : null;
    }

    private static bool IsWellFormed(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        foreach (var c in text)
        {
            if (c == '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return !HasLoneSurrogate(text)
            && Uri.TryCreate(text, UriKind.Absolute, out url)
            && (url.HostNameType != UriHostNameType.Basic || url.Scheme is not ("http" or "https") || !IsAscii(url.Host));
    }

    private static (string Code, string Message) Malformed() => (
        ErrorCodes.UrlMalformed,
        "The URL cannot be read; write an absolute one such as 'https://example.com/hook', without spaces, control characters or '\\'.");

    private static (string Code, string Message) Climbing() => (
        ErrorCodes.UrlMalformed,
        "A segment of the URL's path is '.' or '..', which leads out of the path that the rest writes; no value may do that.");

    /// <summary>Looks at the text, since a <see cref="Uri"/> has followed such segments already, also percent-encoded ones.</summary>
    private static bool PathClimbs(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = text.AsSpan(start).IndexOfAny('?', '#');
        var segments = (end < 0 ? text[start..] : text[start..(start + end)]).Split('/');
        return Array.Exists(segments[1..], s => s.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");
    }

    private static ReadOnlySpan<char> Authority(string text)
    {
        var start = text.AsSpan()[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var end = start.IndexOfAny("/?#");
        return end < 0 ? start : start[..end];
    }

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
