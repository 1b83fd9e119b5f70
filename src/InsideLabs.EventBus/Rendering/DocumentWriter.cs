using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Writes a compiled document with its values.</summary>
internal static class DocumentWriter
{
    private const byte Quote = (byte)'"';

    /// <summary>Writes until the end, or until the session has failed.</summary>
    public static void Write(RenderSession session, RenderFrame frame, OutputBuffer output)
    {
        foreach (var part in frame.Document.Parts)
        {
            if (part.Text is not { } text)
            {
                output.Write(part.Literal.Span);
            }
            else
            {
                session.Part = frame.Parent is null ? text : session.Part;
                WriteText(session, frame, text, output);
            }

            if (output.IsOverfull)
            {
                session.Fail(ErrorCodes.TemplateLimitExceeded, $"The rendered document has more than {TemplateLimits.RenderedBytes} bytes.");
            }

            if (session.HasFailed)
            {
                return;
            }
        }
    }

    private static void WriteText(RenderSession session, RenderFrame frame, TextPart text, OutputBuffer output)
    {
        var start = output.Length;
        var isSecret = text.IsSole ? WriteSole(session, frame, text, output) : WritePieces(session, frame, text, output);
        if (session.HasFailed || output.IsOverfull)
        {
            return;
        }

        var written = output.Written[start..];
        if (text.Field.SingleLineCode is { } code && JsonText.HasLineBreak(written))
        {
            session.Fail(code, "The rendered text holds CR, LF or NUL, which may not stand here.");
        }

        if ((isSecret || text.Field.IsCredential) && written[0] == Quote)
        {
            session.AddSecret(JsonText.Decode(written[1..^1]));
        }
    }

    /// <summary>Writes the value with its type, unless it has to be encoded, which makes it a text.</summary>
    /// <returns>Whether the finished text is a secret of its own.</returns>
    private static bool WriteSole(RenderSession session, RenderFrame frame, TextPart text, OutputBuffer output)
    {
        var reads = session.Reads;
        var value = ExpressionEvaluator.Evaluate(session, frame, text.Pieces[0].Expression!, frame.IsForgiven);
        var encoding = text.Field.Encoding;
        if (encoding == FieldEncoding.Json && value.Made is null)
        {
            output.Write(value.Kind == TemplateValueKind.Missing ? "null"u8 : value.Json.Span);
            return false;
        }

        // A whole URL that is kept as a secret is a URL already.
        var isUrl = encoding == FieldEncoding.Url && text.Field.IsCredential && text.IsOfHost && session.Reads == reads;
        output.Write(Quote);
        TextEncoding.Write(output, value, isUrl ? FieldEncoding.Json : encoding);
        output.Write(Quote);
        return value.IsSecret && HasEntities(encoding);
    }

    /// <summary>Writes all pieces as one text.</summary>
    /// <returns>Whether the finished text is a secret of its own.</returns>
    private static bool WritePieces(RenderSession session, RenderFrame frame, TextPart text, OutputBuffer output)
    {
        var isSecret = false;
        output.Write(Quote);
        foreach (var (literal, expression) in text.Pieces)
        {
            if (expression is null)
            {
                output.Write(literal);
                continue;
            }

            var value = ExpressionEvaluator.Evaluate(session, frame, expression, frame.IsForgiven);
            if (session.HasFailed)
            {
                return false;
            }

            isSecret |= value.IsSecret && (expression is Expressions.CallExpression || HasEntities(text.Field.Encoding));
            TextEncoding.Write(output, value, text.Field.Encoding);
        }

        output.Write(Quote);
        return isSecret;
    }

    /// <summary>What the redactor would not recognise: it does not know entities.</summary>
    private static bool HasEntities(FieldEncoding encoding) => encoding is FieldEncoding.Html or FieldEncoding.Markup;
}
