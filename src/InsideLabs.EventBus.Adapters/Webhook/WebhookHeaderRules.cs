using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Which headers a subscription may add: none that this library, HTTP itself or a trace owns, and none that could become two.</summary>
internal static class WebhookHeaderRules
{
    /// <summary>The most bytes that all names and values may have together.</summary>
    public const int MaxBytes = 4096;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", "HTTP2-Settings",
        "Date", "Via", "Forwarded", "Accept-Encoding", "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context",
    };

    private static readonly string[] ForbiddenPrefixes = ["Content-", "Proxy-", "webhook-", "insidelabs-", "Sec-", "X-Forwarded-"];

    /// <summary>Reads the config's headers and collects what is wrong with them. One whose template found no value is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(JsonElement headers, string field, ConfigStage stage, FaultList faults)
    {
        var read = new List<KeyValuePair<string, string>>();
        if (headers.ValueKind != JsonValueKind.Object)
        {
            faults.Add(field, ErrorCodes.TypeMismatch, "'headers' is an object of names and texts.");
            return read;
        }

        // A message of its own takes every header as a request would, and so knows which names the platform refuses.
        using var trial = new HttpRequestMessage();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var bytes = 0;
        foreach (var header in headers.EnumerateObject())
        {
            var path = $"{field}.{FaultText.Show(header.Name)}";
            if (stage == ConfigStage.Rendered && header.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (header.Value.ValueKind != JsonValueKind.String && stage == ConfigStage.Written)
            {
                faults.Add(path, ErrorCodes.TypeMismatch, "The value of a header is a text.");
                continue;
            }

            var isOpen = ConfigObject.IsOpen(header.Value, stage);
            var text = isOpen
                ? WrittenExpressions.Replace(header.Value.GetString()!, ConfigObject.StandIn)
                : ConfigObject.Text(header.Value, path, stage, faults, judge: null);
            if (text is null)
            {
                continue;
            }

            bytes += header.Name.Length + text.Length;
            if ((JudgeName(header.Name, seen) ?? JudgeKind(header.Name, trial) ?? JudgeValue(text)) is var (code, message))
            {
                faults.Add(path, code, message);
                continue;
            }

            // By HTTP, white space around a value is no part of it.
            read.Add(new(header.Name, text.Trim(' ', '\t')));
        }

        if (bytes > MaxBytes)
        {
            var code = stage == ConfigStage.Rendered ? ErrorCodes.TemplateLimitExceeded : ErrorCodes.ConfigInvalid;
            faults.Add(field, code, $"The headers have {bytes} bytes together; at most {MaxBytes} are allowed.");
        }

        return read;
    }

    private static (string Code, string Message)? JudgeName(string name, HashSet<string> seen)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return (ErrorCodes.ConfigInvalid, "A header's name consists of letters, digits and !#$%&'*+-.^_`|~.");
        }

        if (Forbidden.Contains(name) || Array.Exists(ForbiddenPrefixes, p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
        {
            return (ErrorCodes.ConfigInvalid, $"The header '{FaultText.Show(name)}' is not a subscription's to set; remove it.");
        }

        return seen.Add(name) ? null : (ErrorCodes.ConfigInvalid, $"The header '{FaultText.Show(name)}' is given twice.");
    }

    /// <summary>
    /// Judges a value; of one with templates only the characters that are written out. The rule is ours alone, so that what passes it
    /// can be sent as it is: the platform's own knows a syntax for some headers, which receivers often do not keep to.
    /// </summary>
    private static (string Code, string Message)? JudgeValue(string value) => value.AsSpan().ContainsAnyExcept(VerbatimHeaders.Characters)
        ? (ErrorCodes.HeaderValueInvalid, "The value holds a control character or one beyond ASCII, which a header cannot carry.")
        : null;

    /// <summary>Some headers describe a body, and the platform takes them nowhere else.</summary>
    private static (string Code, string Message)? JudgeKind(string name, HttpRequestMessage trial)
    {
        try
        {
            trial.Headers.Add(name, "x");
            return null;
        }
        catch (FormatException)
        {
            // It belongs to requests; which value it has is not the question here.
            return null;
        }
        catch (InvalidOperationException)
        {
            return (ErrorCodes.ConfigInvalid, $"The header '{FaultText.Show(name)}' does not belong to requests; remove it.");
        }
    }
}
