using System.Buffers;
using System.Globalization;
using System.Text;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary><c>function.number.*</c>: numbers of up to 28 digits, exactly.</summary>
internal static class NumberFunctions
{
    private const int LongestFormat = 64;
    private const int LongestPrecision = 2;
    private const int MostDigits = 15;

    private const string NoNumber = "its first argument is not a number of up to 28 digits";

    private static readonly SearchValues<char> NotWhole = SearchValues.Create(".eE");

    public static IEnumerable<FunctionDefinition> All { get; } =
    [
        new("number.format", 2, 2, Format),
        new("number.round", 2, 2, Round),
    ];

    private static FunctionResult Format(FunctionCall call)
    {
        if (!call.TryNumber(0, out var number))
        {
            return FunctionResult.No(NoNumber);
        }

        var format = call.Text(1);
        if (format.Length is 0 or > LongestFormat || IsTooPrecise(format))
        {
            return FunctionResult.No($"the format has not 1 to {LongestFormat} characters, or asks for 100 digits or more");
        }

        try
        {
            return FunctionResult.Of(number.ToString(format, CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
            return FunctionResult.No("the format is not a number format");
        }
    }

    private static FunctionResult Round(FunctionCall call)
    {
        if (!call.TryWhole(1, 0, MostDigits, out var digits))
        {
            return FunctionResult.No($"the digits are not a whole number from 0 to {MostDigits}");
        }

        if (call.TryNumber(0, out var number))
        {
            var rounded = decimal.Round(number, digits, MidpointRounding.AwayFromZero);
            return new FunctionResult(TemplateValue.OfJson(Encoding.ASCII.GetBytes(rounded.ToString(CultureInfo.InvariantCulture))));
        }

        // A whole number that is too long to calculate with needs no rounding either.
        return call[0].Kind == TemplateValueKind.Number && !call.Text(0).AsSpan().ContainsAny(NotWhole)
            ? new FunctionResult(call[0])
            : FunctionResult.No(NoNumber);
    }

    /// <summary>A standard format is a letter and how many digits: those are made, however many were asked for.</summary>
    private static bool IsTooPrecise(string format) =>
        format.Length > 1 + LongestPrecision && char.IsAsciiLetter(format[0]) && format.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
