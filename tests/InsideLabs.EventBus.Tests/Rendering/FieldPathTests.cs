using InsideLabs.EventBus.Adapters;

namespace InsideLabs.EventBus.Tests.Rendering;

/// <summary>Which of several declarations speaks about a field.</summary>
public sealed class FieldPathTests
{
    private static readonly ConfigFields Fields = new(
        new ConfigField("blocks.**"),
        new ConfigField("blocks[].style.**"),
        new ConfigField("blocks[].style.*"),
        new ConfigField("blocks[].url"),
        new ConfigField("list[].**"),
        new ConfigField("headers.*"));

    [Theory]
    [InlineData("blocks[]", "blocks.**")]
    [InlineData("blocks[][]", "blocks.**")]
    [InlineData("blocks.text", "blocks.**")]
    [InlineData("blocks[].text", "blocks.**")]
    [InlineData("blocks[].a[].b.c[][].d", "blocks.**")]
    [InlineData("blocks[].url", "blocks[].url")]
    [InlineData("blocks[].url.x", "blocks.**")]
    [InlineData("blocks[].style", "blocks.**")]
    [InlineData("blocks[].style.bold", "blocks[].style.*")]
    [InlineData("blocks[].style[]", "blocks[].style.**")]
    [InlineData("blocks[].style.a.b", "blocks[].style.**")]
    [InlineData("list[].a", "list[].**")]
    [InlineData("list[][]", "list[].**")]
    [InlineData("headers.X", "headers.*")]
    [InlineData("blocks", "")]
    [InlineData("list", "")]
    [InlineData("list[]", "")]
    [InlineData("list.a", "")]
    [InlineData("blocksX[].text", "")]
    [InlineData("other.blocks[].text", "")]
    [InlineData("headers.X.y", "")]
    [InlineData("", "")]
    public void The_nearest_declaration_speaks_about_a_field(string path, string declared) => Fields.Of(path).Path.Should().Be(declared);

    [Fact]
    public void A_credential_has_a_path_of_its_own() =>
        FluentActions.Invoking(() => new ConfigFields(new ConfigField("keys.**") { IsCredential = true }))
            .Should().Throw<ArgumentException>().WithMessage("'keys.**'*");
}
