using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Expressions;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Walks a document once, and judges and compiles every string in it.</summary>
/// <param name="source">The document.</param>
/// <param name="functions">The functions that it may call.</param>
/// <param name="faults">Where to collect.</param>
internal sealed class DocumentCompiler(TemplateSource source, FunctionTable functions, FaultList faults)
{
    private const string Opening = "{{";

    private readonly DocumentPath _path = new();
    private readonly List<DocumentPart> _parts = [];
    private readonly List<string> _credentials = [];
    private int _copied;
    private int _expressions;

    /// <summary>The compiled document; null when there is a fault.</summary>
    public PlaceholderDocument? Compile()
    {
        var before = faults.Count;
        if (source.Utf8Json.Length > TemplateLimits.RenderedBytes)
        {
            faults.Add(source.Root, ErrorCodes.TemplateLimitExceeded, $"A document has at most {TemplateLimits.RenderedBytes} bytes.");
            return null;
        }

        try
        {
            Walk();
        }
        catch (JsonException)
        {
            faults.Add(source.Root, ErrorCodes.JsonMalformed, "The document is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            faults.Add(_path.Concrete(source.Root), ErrorCodes.JsonInvalidString, "A string holds half a character.");
        }

        if (_expressions > TemplateLimits.Expressions)
        {
            faults.Add(
                source.Root,
                ErrorCodes.TemplateLimitExceeded,
                $"The document has {_expressions} templates; at most {TemplateLimits.Expressions} are allowed.");
        }

        if (faults.Count > before)
        {
            return null;
        }

        if (_parts.Count > 0 && _copied < source.Utf8Json.Length)
        {
            _parts.Add(new DocumentPart(source.Utf8Json[_copied..], null));
        }

        return new PlaceholderDocument(source, [.. _parts], [.. _credentials]);
    }

    private void Walk()
    {
        var reader = new Utf8JsonReader(source.Utf8Json.Span, new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            _path.Follow(ref reader);
            if (reader.TokenType == JsonTokenType.String && CompileText(reader.GetString()!) is { } text)
            {
                Add(text, (int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            }
        }
    }

    private void Add(TextPart text, int start, int end)
    {
        if (start > _copied)
        {
            _parts.Add(new DocumentPart(source.Utf8Json[_copied..start], null));
        }

        _parts.Add(new DocumentPart(default, text));
        _copied = end;
    }

    /// <summary>The string, when it holds templates and no fault.</summary>
    private TextPart? CompileText(string text)
    {
        var hasTemplates = text.Contains(Opening, StringComparison.Ordinal);
        if (!hasTemplates && source.Fields.All.Count == 0)
        {
            return null;
        }

        var field = source.Fields.Of(_path.General());
        if (!hasTemplates)
        {
            if (field.IsCredential)
            {
                _credentials.Add(text);
            }

            if (field.SingleLineCode is { } code && IsBroken(text))
            {
                AddFault(code, "The text holds CR, LF or NUL, which may not stand here.");
            }

            return null;
        }

        return Parse(text, field) is { } pieces && Judge(pieces, field)
            ? new TextPart(
                _path.Concrete(source.Root),
                field,
                [.. pieces.Select(p => new TextPart.Piece(p.Literal is null ? [] : Encoding.UTF8.GetBytes(JsonText.Quote(p.Literal)[1..^1]), p.Expression))])
            : null;
    }

    private List<TextPiece>? Parse(string text, ConfigField field)
    {
        if (!field.AllowsTemplates && TemplateText.HasExpressions(text))
        {
            AddFault(ErrorCodes.TemplateSyntax, "No template may stand here: it decides how the rest is read. Write the value out.");
            return null;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        if (length > TemplateLimits.TextBytes)
        {
            AddFault(
                ErrorCodes.TemplateLimitExceeded,
                $"The text with templates has {length} bytes; at most {TemplateLimits.TextBytes} are allowed.");
            return null;
        }

        var pieces = TextParser.Parse(text, functions, out var fault);
        if (fault is { } found)
        {
            AddFault(found.Code, found.Describe(text));
        }

        return pieces;
    }

    private bool Judge(List<TextPiece> pieces, ConfigField field)
    {
        var before = faults.Count;
        _expressions += pieces.Count(p => p.Expression is not null);
        var paths = pieces.SelectMany(p => p.Expression?.Paths ?? []).ToArray();
        if (!field.AllowsSecrets && !field.IsCredential && Array.Find(paths, p => p.Root == PathRoot.Secret) is { } secret)
        {
            AddFault(
                ErrorCodes.SecretSinkForbidden,
                $"'{FaultText.Show(secret.Text)}' may not stand here: secrets go only into headers, the path and query of a URL, and credentials.");
        }
        else if (Array.Find(paths, p => PlaceholderDocument.IsCredential(p, source.SettingsFieldsOf)) is { } credential)
        {
            AddFault(
                ErrorCodes.SecretSinkForbidden,
                $"'{FaultText.Show(credential.Text)}' is a credential of the adapter, which no template may read. Keep it as a secret and use secrets.name.");
        }
        else if (field.SingleLineCode is { } code && pieces.Exists(p => p.Literal is { } literal && IsBroken(literal)))
        {
            AddFault(code, "The text holds CR, LF or NUL, which may not stand here.");
        }

        return faults.Count == before;
    }

    private void AddFault(string code, string message) => faults.Add(_path.Concrete(source.Root), code, message);

    private static bool IsBroken(string text) => text.AsSpan().ContainsAny('\r', '\n', '\0');
}
