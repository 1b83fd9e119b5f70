using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>Which packages and assemblies a package may stand on.</summary>
public sealed partial class PackageArrowsTests
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    public static TheoryData<string> PackagesOverTheCore => [.. Repository.Packages.Where(p => p != CoreArrows.Core)];

    [Fact]
    public void The_core_references_abstractions_options_and_the_framework_only() =>
        References(CoreArrows.Core).Where(r => !MayStandUnderTheCore().IsMatch(r) || KeptOutOfTheCore().IsMatch(r)).Should().BeEmpty();

    [Fact]
    public void The_core_names_no_other_package_in_its_project() =>
        Items(CoreArrows.Core, "PackageReference").Concat(Items(CoreArrows.Core, "ProjectReference")).Concat(Items(CoreArrows.Core, "FrameworkReference"))
            .Where(r => !MayStandUnderTheCore().IsMatch(r)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(PackagesOverTheCore))]
    public void Every_other_package_references_the_core_and_no_sibling(string package)
    {
        References(package).Where(r => Repository.Packages.Contains(r, StringComparer.Ordinal)).Should().Equal(CoreArrows.Core);
        Items(package, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p)).Should().Equal(CoreArrows.Core);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_opens_its_internals_to_its_own_tests_and_benchmarks_only(string package) =>
        Assembly.LoadFrom(Repository.AssemblyOf(package)).GetCustomAttributesData()
            .Where(a => a.AttributeType.Name == "InternalsVisibleToAttribute")
            .Select(a => (string)a.ConstructorArguments[0].Value!)
            .Should().BeSubsetOf([package + ".Tests", "InsideLabs.EventBus.Benchmarks"]);

    [Theory]
    [InlineData("System.Data.Common")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Net.Sockets")]
    public void The_framework_s_doors_to_the_outside_are_kept_out_of_the_core(string assembly) =>
        KeptOutOfTheCore().IsMatch(assembly).Should().BeTrue();

    [Theory]
    [InlineData("Microsoft.AspNetCore.Http")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Microsoft.Extensions.Http")]
    [InlineData("Microsoft.Extensions.Hosting")]
    [InlineData("RabbitMQ.Client")]
    public void What_is_neither_abstraction_nor_framework_is_not_allowed_under_the_core(string assembly) =>
        MayStandUnderTheCore().IsMatch(assembly).Should().BeFalse();

    private static IReadOnlyList<string> References(string package)
    {
        using var image = new PEReader(File.OpenRead(Repository.AssemblyOf(package)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    private static IEnumerable<string> Items(string package, string item) =>
        XDocument.Load(Repository.PathOf($"src/{package}/{package}.csproj")).Descendants(item).Select(e => e.Attribute("Include")!.Value);

    [GeneratedRegex(
        @"^(System\..+|netstandard|Microsoft\.Extensions\..+\.Abstractions|Microsoft\.Extensions\.(Options|Primitives)|TimeZoneConverter)$",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex MayStandUnderTheCore();

    [GeneratedRegex(@"^System\.(Data|Net\.Http|Net\.Sockets|Net\.Security)(\.|$)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex KeptOutOfTheCore();
}
