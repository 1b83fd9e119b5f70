namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>
/// Which area of an assembly may use which. An area is the first part of the namespace after the root. An area without a row is
/// a violation in itself.
/// </summary>
/// <param name="assembly">The assembly judged.</param>
/// <param name="root">Its root namespace; the types that stand in it are the area <see cref="RootArea"/>.</param>
/// <param name="rows">For each area what it may see besides itself.</param>
internal sealed class ArrowTable(string assembly, string root, IReadOnlyDictionary<string, string[]> rows)
{
    public const string RootArea = "(root)";

    /// <summary>Extension methods of a host's builder live where the host already looks.</summary>
    private const string ExtensionsNamespace = "Microsoft.Extensions.DependencyInjection";

    private const string RegistrationArea = "Registration";

    /// <summary>The area of a namespace, or null when it is none of this assembly's.</summary>
    public string? AreaOf(string ns) => ns switch
    {
        _ when string.Equals(ns, root, StringComparison.Ordinal) => RootArea,
        _ when ns.StartsWith(root + ".", StringComparison.Ordinal) => ns[(root.Length + 1)..].Split('.')[0],
        ExtensionsNamespace => RegistrationArea,
        _ => null,
    };

    /// <summary>Every use that no row allows, as a sentence.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<Dependency> dependencies) =>
    [
        .. from dependency in dependencies
           where IsOwn(dependency.From) && IsOwn(dependency.To)
           let @from = AreaOf(dependency.From.Namespace)
           let to = AreaOf(dependency.To.Namespace)
           where @from is not null && to is not null && !MaySee(@from, to)
           let sentence = rows.ContainsKey(@from)
               ? $"{dependency.From} uses {dependency.To}: {@from} must not see {to}."
               : $"{dependency.From} uses {dependency.To}: the area {@from} has no row in the table."
           orderby sentence
           select sentence,
    ];

    private bool MaySee(string from, string to) =>
        rows.TryGetValue(from, out var seen) && (string.Equals(from, to, StringComparison.Ordinal) || seen.Contains(to, StringComparer.Ordinal));

    private bool IsOwn(TypeName type) => string.Equals(type.Assembly, assembly, StringComparison.Ordinal);
}
