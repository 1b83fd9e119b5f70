using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;

namespace InsideLabs.EventBus.Tests.InMemory;

public sealed class InMemoryConformanceTests
{
    [Fact]
    public void The_store_derives_every_suite() => ConformanceSuites.AssertAllDerivedBy(typeof(InMemoryConformanceTests).Assembly);

    [Fact]
    public void There_are_suites_and_the_check_names_every_one_that_is_left_out()
    {
        ConformanceSuites.All.Should().HaveCountGreaterThan(10);
        ConformanceSuites.Missing([]).Should().BeEquivalentTo(ConformanceSuites.All.Select(s => s.Name));
        ConformanceSuites.Missing([typeof(InMemoryDeliveryClaimTests)]).Should()
            .HaveCount(ConformanceSuites.All.Count - 1).And.NotContain(nameof(DeliveryClaimConformance));
    }

    [Fact]
    public void A_class_that_the_runner_does_not_see_does_not_count() =>
        ConformanceSuites.Missing([typeof(HiddenTests)]).Should().HaveCount(ConformanceSuites.All.Count);

    [Fact]
    public async Task A_suite_without_a_store_fails()
    {
        var initialize = () => new HiddenTests().InitializeAsync();

        await initialize.Should().ThrowAsync<InvalidOperationException>().WithMessage("*HiddenTests*");
    }

    private sealed class HiddenTests : DeliveryClaimConformance
    {
        protected override Task<StoreUnderTest> CreateAsync() => Task.FromResult<StoreUnderTest>(null!);
    }
}
