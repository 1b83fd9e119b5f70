using InsideLabs.EventBus.Adapters.Configs;

namespace InsideLabs.EventBus.Adapters.Tests.Configs;

public sealed class WrittenExpressionsTests
{
    [Theory]
    [InlineData("a {{b}} c", "a _ c")]
    [InlineData("{{a}}{{b}}", "__")]
    [InlineData("{{function.f(\"}}\")}} c", "_ c")]
    [InlineData("{{function.f('a}}b')}} c", "_ c")]
    [InlineData("{{function.f('\"', x)}} c {{d}}", "_ c _")]
    [InlineData("{{function.f(\"it's }}\")}} c", "_ c")]
    [InlineData("{{function.f('\\'}}')}} c", "_ c")]
    [InlineData("\\{{b}} {{c}}", "\\{{b}} _")]
    [InlineData("{{never closed", "_")]
    [InlineData("plain }} text", "plain }} text")]
    public void Quoted_texts_of_both_kinds_do_not_close_a_template(string text, string replaced) =>
        WrittenExpressions.Replace(text, "_").Should().Be(replaced);
}
