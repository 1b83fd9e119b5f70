using System.Text.RegularExpressions;

namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>What is pure takes time and randomness as arguments: it reads no clock, logs nothing and awaits nothing.</summary>
public sealed partial class PurityTests
{
    private static readonly string[] PureTypes = ["Events.EventPattern", "Matching.SubscriptionIndex", "Subscriptions.RetryLadder"];

    private static readonly string[] PureAreas = ["Matching", "Scheduling", "Rendering"];

    /// <summary>It asks the store what has changed.</summary>
    private const string Impure = "Matching.SubscriptionMatcher";

    private static readonly IReadOnlySet<Dependency> Dependencies = DependencyReader.Read(Repository.AssemblyOf(CoreArrows.Core));

    [Fact]
    public void Pure_types_use_no_clock_no_logger_no_task_and_no_randomness() =>
        Dependencies.Where(d => IsPure(NameInCore(d.From))).Select(Sentence).Where(s => s is not null).Should().BeEmpty();

    [Fact]
    public void The_types_that_must_be_pure_exist() =>
        PureTypes.Append(Impure).Should().BeSubsetOf(Dependencies.Select(d => NameInCore(d.From)));

    [Fact]
    public void Impurity_is_found_where_it_is_allowed() =>
        Dependencies.Where(d => NameInCore(d.From) == Impure).Select(Sentence).Should().Contain(s => s != null && s.Contains("ValueTask", StringComparison.Ordinal));

    [Theory]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Random")]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator")]
    [InlineData("System.Threading.Tasks.Task`1")]
    [InlineData("System.Runtime.CompilerServices.AsyncTaskMethodBuilder")]
    [InlineData("Microsoft.Extensions.Logging.ILogger`1")]
    public void Each_impure_type_is_known(string type) => ImpureNames().IsMatch(type).Should().BeTrue();

    private static bool IsPure(string name) =>
        name != Impure && (PureTypes.Contains(name, StringComparer.Ordinal) || PureAreas.Any(a => name.StartsWith(a + ".", StringComparison.Ordinal)));

    private static string? Sentence(Dependency dependency) =>
        ImpureNames().IsMatch(dependency.To.ToString()) ? $"{dependency.From} uses {dependency.To}: take the value as an argument." : null;

    private static string NameInCore(TypeName type) => type.ToString().Replace(CoreArrows.Core + ".", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(System\.TimeProvider|System\.Random|System\.Security\.Cryptography\.RandomNumberGenerator|System\.Threading\.Tasks\..+"
        + @"|System\.Runtime\.CompilerServices\.Async.+|Microsoft\.Extensions\.Logging\..+)$",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex ImpureNames();
}
