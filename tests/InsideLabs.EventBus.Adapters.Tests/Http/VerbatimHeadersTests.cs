using InsideLabs.EventBus.Adapters.Http;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

public sealed class VerbatimHeadersTests
{
    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u007fb")]
    [InlineData("ü")]
    public void What_could_end_a_value_is_refused_whoever_has_judged_it(string value)
    {
        using var request = new HttpRequestMessage();

        var add = () => VerbatimHeaders.Add(request.Headers, "X-A", value);

        add.Should().Throw<ArgumentException>().Which.Message.Should().NotContain(value);
        request.Headers.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Authorization", "key=AAAA")]
    [InlineData("Accept", "foo")]
    [InlineData("X-A", "a\tb  c")]
    public void Anything_printable_is_kept_as_it_is(string name, string value)
    {
        using var request = new HttpRequestMessage();

        VerbatimHeaders.Add(request.Headers, name, value);

        request.Headers.NonValidated[name].ToString().Should().Be(value);
    }
}
