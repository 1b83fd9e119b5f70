namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

public sealed class CoreArrowsTests
{
    [Fact]
    public void No_type_of_the_core_uses_a_type_against_the_arrows() =>
        CoreArrows.Table.Violations(DependencyReader.Read(Repository.AssemblyOf(CoreArrows.Core))).Should().BeEmpty();

    [Fact]
    public void No_file_of_the_core_imports_a_namespace_against_the_arrows() =>
        CoreArrows.Table.Violations(UsingDirectives.Read(Repository.Files("src/InsideLabs.EventBus", "*.cs"), CoreArrows.Core)).Should().BeEmpty();

    [Fact]
    public void Every_folder_of_the_core_has_a_row() =>
        Repository.Files("src/InsideLabs.EventBus", "*.cs")
            .Select(f => f.Path.Split('/'))
            .Where(parts => parts.Length > 3)
            .Select(parts => parts[2])
            .Distinct(StringComparer.Ordinal)
            .Should().BeSubsetOf(CoreArrows.Rows.Keys);

    [Fact]
    public void The_reader_sees_the_core_at_work()
    {
        var dependencies = DependencyReader.Read(Repository.AssemblyOf(CoreArrows.Core));

        Uses("Publishing.OccurrenceCommitter", "Matching.SubscriptionMatcher");
        Uses("Dispatching.DeliveryPipeline", "Deliveries.IDeliveryStore");

        void Uses(string from, string to) => dependencies.Should().Contain(
            d => d.From.ToString() == $"{CoreArrows.Core}.{from}" && d.To.ToString() == $"{CoreArrows.Core}.{to}");
    }

    [Fact]
    public void A_turned_arrow_is_found()
    {
        var turned = new Dictionary<string, string[]>(CoreArrows.Rows, StringComparer.Ordinal) { ["Publishing"] = ["Errors"] };

        new ArrowTable(CoreArrows.Core, CoreArrows.Core, turned)
            .Violations(DependencyReader.Read(Repository.AssemblyOf(CoreArrows.Core)))
            .Should().Contain(v => v.EndsWith("Publishing must not see Matching.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Events", "Subscriptions")]
    [InlineData("Occurrences", "Deliveries")]
    [InlineData("Settings", "Subscriptions")]
    [InlineData("Handlers", "Adapters")]
    [InlineData("Adapters", "Dispatching")]
    [InlineData("Errors", "Events")]
    [InlineData("Diagnostics", "Events")]
    [InlineData("Matching", "Dispatching")]
    [InlineData("Scheduling", "Rendering")]
    [InlineData("InMemory", "Matching")]
    [InlineData("InMemory", "(root)")]
    [InlineData("Adapters", "(root)")]
    [InlineData("(root)", "Publishing")]
    [InlineData("Publishing", "Registration")]
    [InlineData("Publishing", "InMemory")]
    public void What_the_design_forbids_stands_in_no_row(string from, string to) =>
        CoreArrows.Rows[from].Should().NotContain(to);

    [Fact]
    public void An_area_without_a_row_is_a_violation()
    {
        var helper = new TypeName(CoreArrows.Core, "InsideLabs.EventBus.Helpers", "Helper");
        var error = new TypeName(CoreArrows.Core, "InsideLabs.EventBus.Errors", "Fault");

        CoreArrows.Table.Violations([new Dependency(helper, error)]).Should().ContainSingle()
            .Which.Should().EndWith("the area Helpers has no row in the table.");
    }

    [Fact]
    public void An_import_against_the_arrows_is_found()
    {
        var file = new RepositoryFile("src/InsideLabs.EventBus/Events/New.cs", ["using InsideLabs.EventBus.Deliveries;", "", "namespace InsideLabs.EventBus.Events;"]);

        CoreArrows.Table.Violations(UsingDirectives.Read([file], CoreArrows.Core)).Should().ContainSingle()
            .Which.Should().EndWith("Events must not see Deliveries.");
    }
}
