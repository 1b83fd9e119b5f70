using static InsideLabs.EventBus.Tests.Rendering.Functions.FunctionCases;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

public sealed class EncodingFunctionTests
{
    [Theory]
    [InlineData("json(payload.object)", """
        "{\"a\":[1, 2],\"b\":\"\\u00e9\"}"
        """)]
    [InlineData("json(payload.text)", """
        "\" Änn \""
        """)]
    [InlineData("json('a\"b')", """
        "\"a\\\"b\""
        """)]
    [InlineData("json(payload.none)", "\"null\"")]
    [InlineData("json(payload.huge)", "\"1e400\"")]
    [InlineData("json(true)", "\"true\"")]
    [InlineData("url.encode(payload.text)", "\"%20%C3%84nn%20\"")]
    [InlineData("url.encode('aZ09-_.~!*()')", "\"aZ09-_.~%21%2A%28%29\"")]
    [InlineData("url.encode(payload.none)", "null")]
    [InlineData("html.encode(payload.html)", "\"&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;\"")]
    [InlineData("html.encode(payload.emoji)", "\"a😀b\"")]
    [InlineData("base64.encode(payload.text)", "\"IMOEbm4g\"")]
    [InlineData("base64.encode('')", "\"\"")]
    [InlineData("base64.encode(payload.unix)", "\"MTcwMDAwMDAwMA==\"")]
    [InlineData("hash.sha256('')", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")]
    [InlineData("hash.sha256('abc')", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"")]
    [InlineData("uuid()", "\"0198a000-0000-7000-8000-00000000beef\"")]
    [InlineData("ulid()", "\"01JS0Z7V8K3Q4T5W6X7Y8Z9DEF\"")]
    public void Encodings_and_ids(string call, string expected) => Call(call).Should().Be(expected.Trim());

    [Theory]
    [InlineData("json(payload.missing)")]
    [InlineData("url.encode(payload.missing)")]
    [InlineData("html.encode(payload.missing)")]
    [InlineData("base64.encode(payload.missing)")]
    [InlineData("hash.sha256(payload.missing)")]
    [InlineData("string.replace('a', 'a', payload.missing)")]
    [InlineData("date.now(payload.missing)")]
    [InlineData("date.format(payload.missing, 'd')")]
    [InlineData("number.round(payload.missing, 2)")]
    [InlineData("string.join(payload.missing, ',')")]
    public void A_missing_argument_is_one_warning_and_no_value(string call)
    {
        var rendered = TemplateSamples.Render("{{function." + call + "}}", TemplateSamples.Context(TemplateSamples.Event("{}")));
        rendered.Value().Should().Be("null");
        rendered.Warnings.Should().Equal("config.t: 'payload.missing' has no value");
    }
}
