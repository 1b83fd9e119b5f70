using System.Reflection;
using InsideLabs.EventBus.Conformance.Receipts;

namespace InsideLabs.EventBus.Conformance;

/// <summary>Every suite that a store must pass.</summary>
public static class ConformanceSuites
{
    private static readonly Type[] Bases = [typeof(StoreConformance), typeof(ReceiptConformance)];

    /// <summary>The suites of this assembly: its abstract classes below one of the bases.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(StoreConformance).Assembly.GetExportedTypes().Where(t => t.IsAbstract && Bases.Any(t.IsSubclassOf))];

    /// <summary>Fails, naming the suites that have no runnable test class in an assembly.</summary>
    /// <param name="testAssembly">The tests of one store.</param>
    public static void AssertAllDerivedBy(Assembly testAssembly)
    {
        ArgumentNullException.ThrowIfNull(testAssembly);
        Missing(testAssembly.GetExportedTypes()).Should().BeEmpty(
            "{0} derives every conformance suite once, in a public class", testAssembly.GetName().Name);
    }

    /// <summary>The names of the suites that none of some classes can run: the runner sees public concrete ones only.</summary>
    /// <param name="testClasses">The classes.</param>
    public static IReadOnlyList<string> Missing(IReadOnlyCollection<Type> testClasses) =>
    [
        .. All
            .Where(suite => !testClasses.Any(t => t is { IsAbstract: false, IsVisible: true } && t.IsSubclassOf(suite)))
            .Select(suite => suite.Name),
    ];
}
