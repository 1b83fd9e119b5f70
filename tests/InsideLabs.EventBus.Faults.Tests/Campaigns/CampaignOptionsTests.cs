using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Tests.Campaigns;

public sealed class CampaignOptionsTests
{
    [Fact]
    public void Without_arguments_every_scenario_with_a_quick_form_is_meant()
    {
        var options = CampaignOptions.Parse([]);

        options.Scale.Should().Be(Scale.Quick);
        options.Choose(ScenarioList.All).Should().Equal(ScenarioList.All.Where(s => s.IsQuick)).And.NotBeEmpty();
    }

    [Fact]
    public void A_full_run_leaves_nothing_out() =>
        CampaignOptions.Parse(["--full"]).Choose(ScenarioList.All).Should().Equal(ScenarioList.All);

    [Fact]
    public void Everything_can_be_said_in_any_order()
    {
        var options = CampaignOptions.Parse(["zombie", "--seed", "7", "--full", "--report", "r.md", "kill", "--json", "r.json"]);

        options.Should().BeEquivalentTo(new CampaignOptions { Scale = Scale.Full, Seed = 7, ReportPath = "r.md", JsonPath = "r.json", Names = ["zombie", "kill"] });
        options.Choose(ScenarioList.All).Select(s => s.Name).Should().Equal("zombie", "kill");
    }

    [Theory]
    [InlineData("--fast")]
    [InlineData("--seed")]
    [InlineData("--seed", "many")]
    [InlineData("--report")]
    public void What_is_not_understood_is_refused(params string[] arguments)
    {
        var parsing = () => CampaignOptions.Parse(arguments);

        parsing.Should().Throw<ArgumentException>().WithMessage($"*'{arguments[0]}' is not understood*--quick*");
    }

    [Fact]
    public void An_unknown_scenario_is_refused_with_those_that_there_are()
    {
        var choosing = () => CampaignOptions.Parse(["kil"]).Choose(ScenarioList.All);

        choosing.Should().Throw<ArgumentException>().WithMessage("*'kil'*kill, *");
    }

    [Fact]
    public void Scenarios_have_names_of_their_own() => ScenarioList.All.Select(s => s.Name).Should().OnlyHaveUniqueItems();
}
