using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Errors;

public sealed class FaultTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("engagement.campaign.sent")]
    [InlineData("Käufe <b> 😀")]
    public void A_harmless_value_is_shown_as_it_is(string value) => FaultText.Show(value).Should().Be(value);

    [Fact]
    public void A_long_value_is_cut()
    {
        FaultText.Show(new string('x', 100)).Should().Be(new string('x', 100));
        FaultText.Show(new string('x', 101)).Should().Be(new string('x', 100) + "…");
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_apart()
    {
        FaultText.Show(new string('x', 99) + "😀😀").Should().Be(new string('x', 99) + "…");
        FaultText.Show(new string('x', 98) + "😀😀").Should().Be(new string('x', 98) + "😀…");
    }

    [Theory]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\0", "a\uFFFD")]
    [InlineData("\u001b[31mred", "\uFFFD[31mred")]
    [InlineData("\u007f", "\uFFFD")]
    [InlineData("\u0085\u009b31m", "\uFFFD\uFFFD31m")]
    public void Control_characters_are_replaced(string value, string shown) => FaultText.Show(value).Should().Be(shown);

    [Fact]
    public void Control_characters_of_a_long_value_are_replaced_too() =>
        FaultText.Show("\n" + new string('x', 200)).Should().Be("\uFFFD" + new string('x', 99) + "…");
}
