using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Expressions;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Finds the value of an expression. Values are data: only the texts of settings are templates again.</summary>
internal static class ExpressionEvaluator
{
    /// <summary>The value; of no use once the session has failed.</summary>
    /// <param name="session">The rendering.</param>
    /// <param name="frame">The document that the expression stands in.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="isForgiven">Whether no value is an answer too.</param>
    public static TemplateValue Evaluate(RenderSession session, RenderFrame frame, Expression expression, bool isForgiven) =>
        !session.CountExpression() ? TemplateValue.Missing : expression switch
        {
            PathExpression path => EvaluatePath(session, frame, path, isForgiven),
            CallExpression call => EvaluateCall(session, frame, call, isForgiven),
            LiteralExpression literal => literal.Value,
            _ => TemplateValue.Missing,
        };

    private static TemplateValue EvaluatePath(RenderSession session, RenderFrame frame, PathExpression path, bool isForgiven)
    {
        if (path.Root is PathRoot.Global or PathRoot.Adapter)
        {
            return EvaluateSetting(session, frame, path, isForgiven);
        }

        var value = path.Root switch
        {
            PathRoot.Subscription => session.SubscriptionId(),
            PathRoot.Subscriber => session.SubscriberId(),
            PathRoot.Secret => OpenSecret(session, path.Steps[0].Name!),
            _ => ReadOccurrence(session, frame.Slots[path.Slot]),
        };
        if (value.Kind == TemplateValueKind.Missing && !isForgiven)
        {
            session.TellMissing(path, frame);
        }

        return value;
    }

    private static TemplateValue ReadOccurrence(RenderSession session, ValueRange range)
    {
        session.Reads++;
        return TemplateValue.OfJson(session.Context.Occurrence.Body.Slice(range.Start, range.Length));
    }

    private static TemplateValue OpenSecret(RenderSession session, string name)
    {
        if (session.Context.Settings.Secret(name) is not { } secret)
        {
            return TemplateValue.Missing;
        }

        session.AddSecret(secret);
        return TemplateValue.Of(secret).AsSecret();
    }

    private static TemplateValue EvaluateSetting(RenderSession session, RenderFrame frame, PathExpression path, bool isForgiven)
    {
        if (frame.Parent is not null && PlaceholderDocument.IsCredential(path, session.SettingsFieldsOf))
        {
            session.Fail(
                ErrorCodes.SecretSinkForbidden,
                $"'{FaultText.Show(path.Text)}' in '{frame.Setting}' is a credential of the adapter, which no template may read.");
            return TemplateValue.Missing;
        }

        var setting = session.Settings.Find(path);
        if (setting.Fault is { } fault)
        {
            session.Fail(fault.Code, $"The setting '{FaultText.Show(fault.Field)}' cannot be used any more: {fault.Message}");
        }
        else if (setting.Document is { } document)
        {
            return MakeSetting(session, frame, path.Text, document, isForgiven);
        }
        else if (setting.Value.Kind == TemplateValueKind.Missing && !isForgiven)
        {
            session.TellMissing(path, frame);
        }

        return setting.Value;
    }

    private static TemplateValue MakeSetting(
        RenderSession session,
        RenderFrame frame,
        string setting,
        PlaceholderDocument document,
        bool isForgiven)
    {
        if (frame.Pass >= TemplateLimits.Passes && document.HasExpressions)
        {
            session.Fail(
                ErrorCodes.TemplateCycle,
                $"Templates name each other in a circle or more than {TemplateLimits.Passes} deep: "
                + $"{FaultText.Show($"{frame.Describe(session.Part.Path)} → {setting}")}. Write the value of one of them out.");
            return TemplateValue.Missing;
        }

        if (session.Made.TryGetValue((setting, frame.Pass, isForgiven), out var made))
        {
            session.Reads += made.Reads;
            return made.Value;
        }

        var reads = session.Reads;
        var inner = new RenderFrame();
        inner.Begin(document, session.Context, setting, frame, isForgiven);
        try
        {
            var value = Make(session, inner);
            session.Made[(setting, frame.Pass, isForgiven)] = (value, session.Reads - reads);
            return value;
        }
        finally
        {
            inner.End();
        }
    }

    private static TemplateValue Make(RenderSession session, RenderFrame frame)
    {
        if (frame.Document.SoleExpression is { } sole)
        {
            return Evaluate(session, frame, sole, frame.IsForgiven);
        }

        var output = new OutputBuffer();
        DocumentWriter.Write(session, frame, output);
        var json = session.HasFailed ? [] : output.ToArray();
        output.Clear();
        return TemplateValue.OfJson(json);
    }

    private static TemplateValue EvaluateCall(RenderSession session, RenderFrame frame, CallExpression call, bool isForgiven)
    {
        var (function, arguments) = (call.Function, new TemplateValue[call.Arguments.Length]);
        var (isSecret, isMissing) = (false, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var hasAnother = i == 0 && function.Nothing == NothingRule.Forgives;
            arguments[i] = Evaluate(session, frame, call.Arguments[i], isForgiven || hasAnother);
            isSecret |= arguments[i].IsSecret;
            isMissing |= arguments[i].Kind == TemplateValueKind.Missing;
            if (session.HasFailed || !session.CountFunction(function, arguments[i].Size, int.MaxValue))
            {
                return TemplateValue.Missing;
            }

            if (hasAnother && !arguments[i].IsEmpty)
            {
                // What it would fall back to is not asked for, so that it may be missing.
                return arguments[i];
            }
        }

        if (isMissing && function.Nothing is (NothingRule.IsTheAnswer or NothingRule.TakesNull))
        {
            return TemplateValue.Missing;
        }

        return function.Nothing == NothingRule.IsTheAnswer && arguments is [{ Kind: TemplateValueKind.Null }, ..]
            ? TemplateValue.Null
            : Invoke(session, frame, function, new FunctionCall(arguments, session.Context), isSecret, isForgiven);
    }

    private static TemplateValue Invoke(
        RenderSession session,
        RenderFrame frame,
        FunctionDefinition function,
        FunctionCall call,
        bool isSecret,
        bool isForgiven)
    {
        var (value, wrong, code) = function.Invoke(call);
        if (code is not null)
        {
            session.FailFunction(function);
        }
        else if (wrong is not null)
        {
            session.TellWrong(function, wrong, frame, isForgiven);
        }
        else if (session.CountFunction(function, value.Size, TemplateLimits.RenderedBytes) && isSecret)
        {
            value = value.AsSecret();
            session.AddSecret(value);
        }

        return value;
    }
}
