using System.Text;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>Takes a text apart into what is written and what is to be evaluated.</summary>
internal static class TextParser
{
    private const string Opening = "{{";
    private const string Closing = "}}";
    private const char Escape = '\\';

    /// <summary>The pieces of a text; null when the fault says why there are none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="functions">The functions that it may call.</param>
    /// <param name="fault">The first thing that is wrong.</param>
    public static List<TextPiece>? Parse(string text, FunctionTable functions, out ExpressionFault? fault)
    {
        var lexer = new ExpressionLexer(text);
        var expressions = new ExpressionParser(lexer, functions);
        var pieces = new List<TextPiece>();
        var literal = new StringBuilder();
        while (!lexer.IsAtEnd)
        {
            var opening = text.IndexOf(Opening, lexer.At, StringComparison.Ordinal);
            if (opening < 0)
            {
                literal.Append(text, lexer.At, text.Length - lexer.At);
                break;
            }

            var isEscaped = opening > 0 && text[opening - 1] == Escape;
            literal.Append(text, lexer.At, opening - lexer.At - (isEscaped && opening > lexer.At ? 1 : 0));
            lexer.At = opening + Opening.Length;
            if (isEscaped)
            {
                literal.Append(Opening);
                continue;
            }

            AddLiteral(pieces, literal);
            var expression = expressions.Parse();
            if (expression is not null)
            {
                lexer.SkipWhiteSpace();
                if (!lexer.Take(Closing))
                {
                    lexer.Fail(lexer.At, $"The template is not closed: {Closing} is expected");
                }
            }

            if (lexer.Fault is not null)
            {
                fault = lexer.Fault;
                return null;
            }

            pieces.Add(new TextPiece(null, expression));
        }

        AddLiteral(pieces, literal);
        fault = null;
        return pieces;
    }

    private static void AddLiteral(List<TextPiece> pieces, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            pieces.Add(new TextPiece(literal.ToString(), null));
            literal.Clear();
        }
    }
}
