using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Expressions;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// One rendering: what it may use, what it has used up, and what there is to say about it. Each thread keeps one for its next
/// rendering, so that plain ones allocate nothing but their result.
/// </summary>
internal sealed class RenderSession
{
    [ThreadStatic]
    private static RenderSession? _idle;

    private readonly OutputBuffer _output = new();
    private readonly RenderFrame _frame = new();
    private readonly List<string> _warnings = [];
    private readonly List<string> _secrets = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly byte[] _subscriptionId = new byte[38];
    private readonly byte[] _subscriberId = new byte[38];
    private PlaceholderDocument _document = null!;
    private int _evaluations;
    private long _functionBytes;

    public TemplateContext Context { get; private set; } = null!;

    public SettingValues Settings { get; private set; } = null!;

    public Func<string, Adapters.ConfigFields?> SettingsFieldsOf => _document.Source.SettingsFieldsOf;

    /// <summary>The string of the config that is being made.</summary>
    public TextPart Part { get; set; } = null!;

    /// <summary>How often the occurrence was asked.</summary>
    public int Reads { get; set; }

    public Fault? Failure { get; private set; }

    public bool HasFailed => Failure is not null;

    /// <summary>What settings gave in this rendering: one that many strings name is rendered once.</summary>
    public Dictionary<(string Setting, int Pass, bool IsForgiven), (TemplateValue Value, int Reads)> Made { get; } = [];

    /// <summary>Takes the thread's idle session, or a new one while a host's function renders within a rendering.</summary>
    public static RenderSession Begin(TemplateContext context, SettingValues settings, PlaceholderDocument document)
    {
        var session = _idle ?? new RenderSession();
        _idle = null;
        (session.Context, session.Settings, session._document) = (context, settings, document);
        return session;
    }

    /// <summary>Forgets everything.</summary>
    public void End()
    {
        _output.Clear();
        _warnings.Clear();
        _secrets.Clear();
        _told.Clear();
        Made.Clear();
        (Context, Settings, Part, _document) = (null!, null!, null!, null!);
        (Failure, Reads, _evaluations, _functionBytes) = (null, 0, 0, 0);
        _idle = this;
    }

    public RenderedTemplate Render()
    {
        _frame.Begin(_document, Context, setting: null, parent: null, isForgiven: false);
        try
        {
            DocumentWriter.Write(this, _frame, _output);
        }
        finally
        {
            _frame.End();
        }

        return new RenderedTemplate
        {
            Utf8Json = HasFailed ? default(ReadOnlyMemory<byte>) : _output.ToArray(),
            Warnings = _warnings.Count == 0 ? [] : [.. _warnings],
            Secrets = _secrets.Count == 0 ? _document.Credentials : [.. _document.Credentials, .. _secrets],
            Failure = Failure,
        };
    }

    /// <summary>The subscription's id as JSON.</summary>
    public TemplateValue SubscriptionId() => WriteId(Context.SubscriptionId, _subscriptionId);

    /// <summary>The subscriber's id as JSON.</summary>
    public TemplateValue SubscriberId() => Context.SubscriberId is { } id ? WriteId(id, _subscriberId) : TemplateValue.Null;

    /// <summary>Ends the rendering; the first failure stays.</summary>
    public void Fail(string code, string message) => Failure ??= new Fault(Part.Path, code, message);

    /// <summary>Counts an expression; false when there were too many.</summary>
    public bool CountExpression()
    {
        if (++_evaluations > TemplateLimits.Evaluations)
        {
            Fail(
                ErrorCodes.TemplateLimitExceeded,
                $"More than {TemplateLimits.Evaluations} expressions are evaluated, those in settings counted each time. Use fewer of them.");
        }

        return !HasFailed;
    }

    /// <summary>Counts what a function reads or made; false when it was too much.</summary>
    public bool CountFunction(FunctionDefinition function, int bytes, int most)
    {
        _functionBytes += bytes;
        if (bytes > most || _functionBytes > TemplateLimits.FunctionBytes)
        {
            FailFunction(function);
        }

        return !HasFailed;
    }

    /// <summary>A function made too much.</summary>
    public void FailFunction(FunctionDefinition function) => Fail(
        ErrorCodes.TemplateLimitExceeded,
        $"'function.{function.Name}' makes a value of more than {TemplateLimits.RenderedBytes} bytes, or all functions together read too much. "
        + "Give them less.");

    /// <summary>A path leads nowhere.</summary>
    public void TellMissing(PathExpression path, RenderFrame frame)
    {
        if (path.Root == PathRoot.Secret || Context.IsStrict || Part.Field.IsRequired)
        {
            Fail(
                ErrorCodes.TemplateUnresolved,
                $"'{FaultText.Show(path.Text)}'{Within(frame)} has no value, and one is needed here. Use function.string.default(…) where that is no mistake.");
        }
        else if (_told.Add(path.Text))
        {
            _warnings.Add($"{Part.Path}: '{FaultText.Show(path.Text)}'{Within(frame)} has no value");
        }
    }

    /// <summary>A function has no answer.</summary>
    public void TellWrong(FunctionDefinition function, string wrong, RenderFrame frame, bool isForgiven)
    {
        var sentence = $"'function.{function.Name}'{Within(frame)} has no value: {wrong}";
        if (!isForgiven && (Context.IsStrict || Part.Field.IsRequired))
        {
            Fail(ErrorCodes.TemplateUnresolved, sentence + ".");
        }
        else if (_told.Add(sentence))
        {
            _warnings.Add($"{Part.Path}: {sentence}");
        }
    }

    /// <summary>Remembers what must not come out again.</summary>
    public void AddSecret(string text)
    {
        if (text.Length > 0 && !_secrets.Contains(text, StringComparer.Ordinal))
        {
            _secrets.Add(text);
        }
    }

    /// <summary>Remembers a value that was made of a secret, and every text in it.</summary>
    public void AddSecret(in TemplateValue value)
    {
        if (value.Kind is TemplateValueKind.Text or TemplateValueKind.Number or TemplateValueKind.List or TemplateValueKind.Members)
        {
            AddSecret(value.ToText());
        }

        if (value.Kind is TemplateValueKind.List or TemplateValueKind.Members)
        {
            var reader = new Utf8JsonReader(value.Json.Span, new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
                {
                    AddSecret(JsonText.Decode(reader.ValueSpan));
                }
            }
        }
    }

    private static string Within(RenderFrame frame) => frame.Setting is { } setting ? $" in '{FaultText.Show(setting)}'" : string.Empty;

    private static TemplateValue WriteId(Guid id, byte[] json)
    {
        json[0] = json[^1] = (byte)'"';
        id.TryFormat(json.AsSpan(1), out _, "D");
        return TemplateValue.OfJson(json);
    }
}
