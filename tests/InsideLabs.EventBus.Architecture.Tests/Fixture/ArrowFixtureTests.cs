using InsideLabs.EventBus.Architecture.Tests.Arrows;

namespace InsideLabs.EventBus.Architecture.Tests.Fixture;

/// <summary>The checker must be able to fail: here it reads an assembly that is wrong in every way it knows.</summary>
public sealed class ArrowFixtureTests
{
    private const string Root = "InsideLabs.EventBus.Architecture.Tests.Fixture";

    private static readonly string Assembly = typeof(ArrowFixtureTests).Assembly.GetName().Name!;

    private static readonly ArrowTable Table = new(
        Assembly,
        Root,
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Lower"] = [], ["Upper"] = [], [ArrowTable.RootArea] = ["Lower", "Upper"] });

    private static readonly IReadOnlyList<string> Found = Table.Violations(DependencyReader.Read(typeof(ArrowFixtureTests).Assembly.Location));

    public static TheoryData<string> Wrong =>
    [
        .. typeof(ArrowFixtureTests).Assembly.GetTypes()
            .Where(t => t.Namespace == Root + ".Lower" && !t.IsNested && t.Name.StartsWith("Uses", StringComparison.Ordinal))
            .Select(t => t.Name),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_use_is_found_wherever_it_hides(string type) =>
        Found.Should().Contain(v => v.StartsWith($"{Root}.Lower.{type} uses {Root}.Upper.", StringComparison.Ordinal));

    [Fact]
    public void A_type_that_keeps_to_its_area_is_not_accused() =>
        Found.Should().NotContain(v => v.Contains("Innocent", StringComparison.Ordinal));

    [Fact]
    public void What_the_table_allows_is_not_a_violation() =>
        new ArrowTable(
            Assembly,
            Root,
            new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Lower"] = ["Upper"], ["Upper"] = [], [ArrowTable.RootArea] = ["Lower", "Upper"] })
            .Violations(DependencyReader.Read(typeof(ArrowFixtureTests).Assembly.Location))
            .Should().BeEmpty();
}
