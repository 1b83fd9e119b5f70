using InsideLabs.EventBus.Faults.Breaking;
using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Tests.Breaking;

/// <summary>The deliberate mistakes are tried by hand, since each is a build of its own; that they still fit the sources is looked at here.</summary>
public sealed class BrokenBuildTests
{
    public static TheoryData<string> Mistakes => [.. BrokenBuildList.All.Select(b => b.Mistake)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_fits_the_sources(string mistake)
    {
        var broken = BrokenBuildList.All.Single(b => string.Equals(b.Mistake, mistake, StringComparison.Ordinal));
        var text = File.ReadAllText(Path.Combine(Sources.Root, broken.File));

        broken.Break(text).Should().NotBe(text);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_names_a_scenario_with_a_quick_form(string mistake)
    {
        var broken = BrokenBuildList.All.Single(b => string.Equals(b.Mistake, mistake, StringComparison.Ordinal));

        ScenarioList.All.Should().ContainSingle(s => s.IsQuick && s.Name == broken.Scenario);
        broken.Rules.Should().NotBeEmpty().And.OnlyContain(r => r == broken.Scenario || r.StartsWith('I'));
    }

    [Fact]
    public void Every_scenario_with_a_quick_form_catches_a_mistake() =>
        ScenarioList.All.Where(s => s.IsQuick).Select(s => s.Name).Should().BeSubsetOf(BrokenBuildList.All.Select(b => b.Scenario));

    [Fact]
    public void A_mistake_is_caught_only_for_the_right_reason()
    {
        var broken = new BrokenBuild("m", "f", "a", "b", "kill", "I1", "kill");

        broken.IsCaughtBy(["I2: no delivery", "I1: the acknowledged event does not exist"]).Should().BeTrue();
        broken.IsCaughtBy(["kill: it did not come to its end"]).Should().BeTrue();
        broken.IsCaughtBy(["I12: x", "zombie: y"]).Should().BeFalse();
        broken.IsCaughtBy([]).Should().BeFalse();
    }

    [Theory]
    [InlineData("b")]
    [InlineData("a a")]
    public void A_text_without_its_one_place_is_refused(string text)
    {
        var breaking = () => new BrokenBuild("m", "f", "a", "b", "kill", "I1").Break(text);

        breaking.Should().Throw<InvalidOperationException>().WithMessage("*exactly once*");
    }
}
