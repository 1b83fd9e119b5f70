using System.Globalization;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>One call of a function.</summary>
/// <param name="Arguments">The values of its arguments.</param>
/// <param name="Context">The time and the makers of ids.</param>
internal readonly record struct FunctionCall(TemplateValue[] Arguments, TemplateContext Context)
{
    public int Count => Arguments.Length;

    public TemplateValue this[int index] => Arguments[index];

    /// <summary>An argument as text.</summary>
    public string Text(int index) => Arguments[index].ToText();

    /// <summary>An argument as a number: a JSON number, or a text that is written like one.</summary>
    public bool TryNumber(int index, out decimal number)
    {
        number = 0;
        return Arguments[index].Kind is TemplateValueKind.Number or TemplateValueKind.Text
            && decimal.TryParse(Text(index), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>An argument as a whole number within bounds.</summary>
    public bool TryWhole(int index, int least, int most, out int whole)
    {
        var isWhole = TryNumber(index, out var number) && number >= least && number <= most && decimal.IsInteger(number);
        whole = isWhole ? (int)number : 0;
        return isWhole;
    }
}
