using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;

namespace InsideLabs.EventBus.Faults.Tests.Campaigns;

public sealed class ResultTableTests
{
    [Fact]
    public void The_table_shows_what_was_lost_and_its_verdict()
    {
        var table = ResultTable.Write([
            new ScenarioResult { Name = "sound", Runs = 1200, Duplicates = 3, Kills = 1200, Acknowledged = 1_000_000, Seconds = 2 },
            new ScenarioResult { Name = "torn", Runs = 1, Lost = 2, Phantom = 1 },
            ScenarioResult.NotRun("absent", "there is no 'strace'."),
        ]);

        table.Should().Be("""
            | scenario |    runs |  lost | phantom | duplicates | verdict |
            | -------- | ------: | ----: | ------: | ---------: | ------- |
            | sound    |   1,200 |     0 |       0 |          3 | holds   |
            | torn     |       1 |     2 |       1 |          0 | FAILS   |
            | absent   |       0 |     0 |       0 |          0 | not run |

            1,200 kills, 1,000,000 acknowledged events, 2 s
            """);
    }

    [Theory]
    [InlineData(nameof(ViolationKind.Lost))]
    [InlineData(nameof(ViolationKind.Phantom))]
    [InlineData(nameof(ViolationKind.Broken))]
    public void One_violation_of_any_kind_is_enough_to_fail(string kind)
    {
        var run = NewRun();
        run.Runs = 1;
        ScenarioResult.Of("s", run, TimeSpan.Zero).Holds.Should().BeTrue();

        run.Report(new Violation("I1", Enum.Parse<ViolationKind>(kind), "x"));

        ScenarioResult.Of("s", run, TimeSpan.Zero).Holds.Should().BeFalse();
    }

    [Fact]
    public void A_scenario_that_attacked_nothing_does_not_hold() =>
        ScenarioResult.Of("s", NewRun(), TimeSpan.Zero).Holds.Should().BeFalse();

    [Fact]
    public void A_scenario_that_could_not_be_run_does_not_hold() =>
        ScenarioResult.NotRun("s", "There is no strace.").Holds.Should().BeFalse();

    [Fact]
    public void Violations_are_counted_beyond_those_that_are_kept()
    {
        var run = NewRun();
        for (var i = 0; i < 1000; i++)
        {
            run.Require(false, $"nothing holds");
        }

        run.Broken.Should().Be(1000);
        run.Violations.Should().HaveCountLessThan(100).And.OnlyContain(v => v == "s: nothing holds");
    }

    private static ScenarioRun NewRun() => new("s", Scale.Quick, seed: 1, new DirectoryInfo("."), TextWriter.Null);
}
