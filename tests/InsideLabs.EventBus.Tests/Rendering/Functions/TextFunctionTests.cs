using InsideLabs.EventBus.Errors;
using static InsideLabs.EventBus.Tests.Rendering.Functions.FunctionCases;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

public sealed class TextFunctionTests
{
    [Theory]
    [InlineData("string.upper(payload.text)", "\" ÄNN \"")]
    [InlineData("string.upper(payload.unix)", "\"1700000000\"")]
    [InlineData("string.upper(payload.object)", """
        "{\"A\":[1, 2],\"B\":\"\\U00E9\"}"
        """)]
    [InlineData("string.upper(payload.none)", "null")]
    [InlineData("string.lower(payload.text)", "\" änn \"")]
    [InlineData("string.lower(true)", "\"true\"")]
    [InlineData("string.lower(null)", "null")]
    [InlineData("string.trim(payload.text)", "\"Änn\"")]
    [InlineData("string.trim(payload.nothing)", "\"\"")]
    [InlineData("string.default(payload.none, 'x')", "\"x\"")]
    [InlineData("string.default(payload.missing, 'x')", "\"x\"")]
    [InlineData("string.default(payload.nothing, 5)", "5")]
    [InlineData("string.default(payload.missing.more[3], payload.list)", """["a",1,null,true,{"b":[2]},"c\n"]""")]
    [InlineData("string.default(payload.unix, 'x')", "1700000000")]
    [InlineData("string.default(payload.empty, 'x')", "[]")]
    [InlineData("string.default(payload.missing, null)", "null")]
    [InlineData("string.default(payload.text, payload.missing)", "\" Änn \"")]
    [InlineData("string.default(function.string.trim(payload.missing), 'x')", "\"x\"")]
    [InlineData("string.default(payload.missing, function.string.default(payload.missing, 'y'))", "\"y\"")]
    [InlineData("string.truncate(payload.text, 3)", "\" Än\"")]
    [InlineData("string.truncate(payload.text, 0)", "\"\"")]
    [InlineData("string.truncate(payload.text, 99)", "\" Änn \"")]
    [InlineData("string.truncate(payload.text, '2')", "\" Ä\"")]
    [InlineData("string.truncate(payload.emoji, 1)", "\"a\"")]
    [InlineData("string.truncate(payload.emoji, 2)", "\"a\"")]
    [InlineData("string.truncate(payload.emoji, 3)", "\"a😀\"")]
    [InlineData("string.replace(payload.text, 'n', 'mm')", "\" Ämmmm \"")]
    [InlineData("string.replace(payload.text, 'N', 'x')", "\" Änn \"")]
    [InlineData("string.replace(payload.text, 'n', null)", "\" Ä \"")]
    [InlineData("string.replace('aaa', 'aa', 'b')", "\"ba\"")]
    [InlineData("string.replace('a.b', '.', '$0')", "\"a$0b\"")]
    [InlineData("string.join(payload.list, ', ')", """
        "a, 1, , true, {\"b\":[2]}, c\n"
        """)]
    [InlineData("string.join(payload.empty, ', ')", "\"\"")]
    [InlineData("string.join(payload.list, '')", """
        "a1true{\"b\":[2]}c\n"
        """)]
    [InlineData("string.split('a,b,,c', ',')", """["a","b","","c"]""")]
    [InlineData("string.split('a', ',')", """["a"]""")]
    [InlineData("string.split(payload.nothing, ',')", """[""]""")]
    [InlineData("string.split('a\\n\\\"b', '\\n')", """["a","\"b"]""")]
    [InlineData("string.join(function.string.split('a-b-c', '-'), '+')", "\"a+b+c\"")]
    public void Texts(string call, string expected) => Call(call).Should().Be(expected.Trim());

    [Theory]
    [InlineData("string.truncate(payload.text, -1)", "the length is not a whole number of 0 or more")]
    [InlineData("string.truncate(payload.text, 1.5)", "the length is not a whole number of 0 or more")]
    [InlineData("string.truncate(payload.text, 'x')", "the length is not a whole number of 0 or more")]
    [InlineData("string.truncate(payload.text, payload.huge)", "the length is not a whole number of 0 or more")]
    [InlineData("string.truncate(payload.text, null)", "the length is not a whole number of 0 or more")]
    [InlineData("string.replace(payload.text, '', 'x')", "the text to replace is empty")]
    [InlineData("string.join(payload.text, ',')", "its first argument is not a list")]
    [InlineData("string.join(payload.object, ',')", "its first argument is not a list")]
    [InlineData("string.split(payload.text, '')", "the separator is empty")]
    public void Arguments_that_make_no_sense(string call, string reason) => Wrong(call).Should().Be(reason);

    [Theory]
    [InlineData("string.replace(payload.x, 'a', 'bbbbbbbbbbbbbbbbbbbb')", 100_000)]
    [InlineData("string.join(function.string.split(payload.x, 'a'), 'bbbbbbbbbbbbbbbbbbbb')", 100_000)]
    [InlineData("string.split(payload.x, 'a')", 600_000)]
    [InlineData("url.encode(function.string.replace(payload.x, 'a', 'é'))", 300_000)]
    public void A_value_that_grows_beyond_the_limit_ends_the_delivery(string call, int length)
    {
        TooLarge(call, length).Should().Be(ErrorCodes.TemplateLimitExceeded);
        TooLarge(call, 100).Should().BeNull();
    }
}
