using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Sqlite.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

public sealed class IdTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Ids_within_the_margin_are_looked_at_and_others_are_not()
    {
        var at = TestData.Start;

        IdTime.FirstAt(at).CompareTo(Guid.CreateVersion7(at - IdTime.ClockMargin)).Should().BeNegative();
        IdTime.FirstAt(at).CompareTo(Guid.CreateVersion7(at - IdTime.ClockMargin - Tick)).Should().BePositive();
        IdTime.EndBefore(at).CompareTo(Guid.CreateVersion7(at + IdTime.ClockMargin)).Should().BeNegative();
        IdTime.EndBefore(at).CompareTo(Guid.CreateVersion7(at + IdTime.ClockMargin - Tick)).Should().BePositive();
    }

    [Fact]
    public void The_ends_of_time_have_bounds_too()
    {
        IdTime.FirstAt(DateTimeOffset.MinValue).Should().Be(Guid.Empty);
        IdTime.EndBefore(DateTimeOffset.MinValue).Should().Be(Guid.Empty);
        IdTime.EndBefore(DateTimeOffset.MaxValue).CompareTo(Guid.CreateVersion7(DateTimeOffset.MaxValue)).Should().BePositive();
    }
}
