using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>Functions that a host adds. Whatever they do, the delivery goes on: at worst there is no value.</summary>
internal static class HostFunctions
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">The name is no name.</exception>
    public static FunctionDefinition Define(TemplateFunction function)
    {
        CheckName(function.Name);
        return new FunctionDefinition(function.Name, 0, TemplateLimits.Arguments, call => Invoke(function, call))
        {
            Nothing = NothingRule.TakesAll,
        };
    }

    /// <summary>Words of letters, digits and underscores, each beginning with a letter, joined by dots.</summary>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.Split('.').All(IsWord))
        {
            throw new ArgumentException(
                $"'{FaultText.Show(name)}' is no name of a template function: use words of [A-Za-z][A-Za-z0-9_]* joined by dots, such as shop.price.",
                nameof(name));
        }
    }

    private static bool IsWord(string word) =>
        word.Length > 0 && char.IsAsciiLetter(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static FunctionResult Invoke(TemplateFunction function, FunctionCall call)
    {
        try
        {
            var arguments = call.Arguments.Select(a => a.IsNothing ? null : JsonNode.Parse(a.ToJson())).ToArray();
            return function.Invoke(new TemplateCall(arguments, call.Context.Now)) is { } answer
                ? new FunctionResult(Read(answer))
                : new FunctionResult(TemplateValue.Null);
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException) && !call.Arguments.Any(a => a.IsSecret))
        {
            // The derived ones come from the framework and quote the value.
            return FunctionResult.No(FaultText.Show(WordsOf(e)));
        }
        catch (Exception e)
        {
            return FunctionResult.No($"it threw {e.GetType().Name}");
        }
    }

    /// <summary>The message without the parameter's name, which means nothing to the author of a template.</summary>
    private static string WordsOf(ArgumentException e)
    {
        var suffix = $" (Parameter '{e.ParamName}')";
        return e.ParamName is not null && e.Message.EndsWith(suffix, StringComparison.Ordinal) ? e.Message[..^suffix.Length] : e.Message;
    }

    private static TemplateValue Read(JsonNode answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            answer.WriteTo(writer);
        }

        return TemplateValue.OfJson(buffer.WrittenMemory);
    }
}
