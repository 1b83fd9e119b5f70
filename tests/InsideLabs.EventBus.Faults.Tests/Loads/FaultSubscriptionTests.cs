using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Tests.Loads;

public sealed class FaultSubscriptionTests
{
    [Fact]
    public void The_fixed_subscriptions_retry_quickly() =>
        FaultSubscription.All.Should().OnlyContain(s => ReferenceEquals(s.Ladder, FaultSubscription.RetryDelays) && s.Ladder.Count == 10);
}
