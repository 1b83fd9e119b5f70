using static InsideLabs.EventBus.Tests.Rendering.Functions.FunctionCases;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

public sealed class NumberFunctionTests
{
    private const string NoNumber = "its first argument is not a number of up to 28 digits";
    private const string NoFormat = "the format has not 1 to 64 characters, or asks for 100 digits or more";

    [Theory]
    [InlineData("number.format(payload.price, 'N2')", "\"1,234.57\"")]
    [InlineData("number.format(payload.price, '0.0')", "\"1234.6\"")]
    [InlineData("number.format(payload.price, '#,##0.00 CHF')", "\"1,234.57 CHF\"")]
    [InlineData("number.format('12.5', 'P0')", "\"1,250 %\"")]
    [InlineData("number.format(1e3, 'F0')", "\"1000\"")]
    [InlineData("number.format(-0.5, 'F0')", "\"-1\"")]
    [InlineData("number.format(1, 'N99')", "\"1.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData("number.format(payload.none, 'N2')", "null")]
    [InlineData("number.round(payload.price, 2)", "1234.57")]
    [InlineData("number.round(-2.5, 0)", "-3")]
    [InlineData("number.round(2.5, 0)", "3")]
    [InlineData("number.round('2.45', 1)", "2.5")]
    [InlineData("number.round(1e3, 2)", "1000")]
    [InlineData("number.round(0.1234567890123456789, 15)", "0.123456789012346")]
    [InlineData("number.round(payload.big, 2)", "123456789012345678901234567890123")]
    [InlineData("number.round(null, 2)", "null")]
    public void Numbers(string call, string expected) => Call(call).Should().Be(expected);

    [Theory]
    [InlineData("number.format(payload.text, 'N2')", NoNumber)]
    [InlineData("number.format(payload.yes, 'N2')", NoNumber)]
    [InlineData("number.format(payload.list, 'N2')", NoNumber)]
    [InlineData("number.format(payload.big, 'N2')", NoNumber)]
    [InlineData("number.format(payload.huge, 'N2')", NoNumber)]
    [InlineData("number.format(1, '')", NoFormat)]
    [InlineData("number.format(1, 'N100')", NoFormat)]
    [InlineData("number.format(1, 'N999999999')", NoFormat)]
    [InlineData("number.format(1, 'f99999999999999999999')", NoFormat)]
    [InlineData("number.format(1, '00000000000000000000000000000000000000000000000000000000000000000')", NoFormat)]
    [InlineData("number.format(1, 'X')", "the format is not a number format")]
    [InlineData("number.format(1.5, 'D')", "the format is not a number format")]
    [InlineData("number.format(1, 'Q')", "the format is not a number format")]
    [InlineData("number.round(payload.text, 2)", NoNumber)]
    [InlineData("number.round(payload.huge, 2)", NoNumber)]
    [InlineData("number.round(payload.object, 2)", NoNumber)]
    [InlineData("number.round(1, -1)", "the digits are not a whole number from 0 to 15")]
    [InlineData("number.round(1, 16)", "the digits are not a whole number from 0 to 15")]
    [InlineData("number.round(1, 'x')", "the digits are not a whole number from 0 to 15")]
    public void Arguments_that_make_no_sense(string call, string reason) => Wrong(call).Should().Be(reason);
}
