using System.Xml.Linq;
using InsideLabs.EventBus.Architecture.Tests.Arrows;

namespace InsideLabs.EventBus.Architecture.Tests.Sources;

public sealed class SourceRulesTests
{
    [Fact]
    public void No_source_file_is_unfinished_hides_anything_or_is_too_long() =>
        Repository.Files("src", "*.cs").SelectMany(SourceRules.InSource).Should().BeEmpty();

    [Fact]
    public void No_file_names_a_path_of_one_machine_or_a_package_registry() =>
        Repository.Files(".", "*").SelectMany(SourceRules.InAnyFile).Should().BeEmpty();

    [Fact]
    public void The_namespace_of_every_source_file_is_its_folder() =>
        Repository.Files("src", "*.cs")
            .Where(f => UsingDirectives.NamespaceOf(f) is not { } ns || !SourceRules.IsNamespaceOfFolder(f.Path, ns))
            .Should().BeEmpty();

    [Fact]
    public void The_files_are_found_at_all()
    {
        Repository.Files("src", "*.cs").Should().Contain(f => f.Path == "src/InsideLabs.EventBus/IEventPublisher.cs");
        Repository.Files(".", "*").Should().Contain(f => f.Path == "nuget.config").And.Contain(f => f.Path == "tests/run.sh");
    }

    [Fact]
    public void The_package_configuration_names_no_source() =>
        XDocument.Load(Repository.PathOf("nuget.config")).Descendants()
            .Where(e => e.Name.LocalName is "packageSources" or "packageSourceCredentials" or "packageSourceMapping")
            .Should().BeEmpty();

    [Fact]
    public void Missing_documentation_is_an_error_under_src()
    {
        var settings = XDocument.Load(Repository.PathOf("src/Directory.Build.props"));
        settings.Descendants("GenerateDocumentationFile").Should().ContainSingle().Which.Value.Should().Be("true");
        XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("TreatWarningsAsErrors").Should().ContainSingle().Which.Value.Should().Be("true");
    }

    [Fact]
    public void No_warning_is_switched_off_for_a_package() =>
        Repository.Files("src", "*").Where(f => f.Name.EndsWith(".csproj", StringComparison.Ordinal) || f.Name.EndsWith(".props", StringComparison.Ordinal) || f.Name.EndsWith(".targets", StringComparison.Ordinal))
            .Concat(Repository.Files(".", "Directory.Build.*").Where(f => !f.Path.Contains('/', StringComparison.Ordinal)))
            .Where(f => f.Lines.Any(l => l.Contains("NoWarn", StringComparison.Ordinal) || l.Contains("WarningsNotAsErrors", StringComparison.Ordinal)))
            .Should().BeEmpty();

    [Fact]
    public void Missing_documentation_is_not_silenced_by_the_editor_settings() =>
        Repository.Files(".", ".editorconfig").SelectMany(f => f.Lines).Where(l => l.Contains("CS1591", StringComparison.Ordinal)).Should().BeEmpty();

    [Theory]
    [InlineData("// TODO: later")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("#region Fields")]
    [InlineData("    # if DEBUG")]
    [InlineData("#pragma warning disable CA1822")]
    [InlineData("request.Headers.TryAddWithoutValidation(name, value);")]
    public void A_forbidden_line_is_found(string line) =>
        SourceRules.InSource(new RepositoryFile("src/File.cs", ["", line])).Should().ContainSingle().Which.Should().StartWith("src/File.cs(2): ");

    [Theory]
    [InlineData("#pragma warning restore")]
    [InlineData("#nullable enable")]
    [InlineData("var todo = 1;")]
    public void A_harmless_line_is_not_accused(string line) =>
        SourceRules.InSource(new RepositoryFile("src/File.cs", [line])).Should().BeEmpty();

    [Theory]
    [InlineData(400, 0)]
    [InlineData(401, 1)]
    public void A_long_file_is_found(int lines, int faults) =>
        SourceRules.InSource(new RepositoryFile("src/File.cs", [.. Enumerable.Repeat("x", lines), ""])).Should().HaveCount(faults);

    /// <summary>The parts are joined here, so that this file itself names no such thing.</summary>
    [Theory]
    [InlineData("see /ho", "me/ann/events.db")]
    [InlineData("\"/t", "mp/events.db\"")]
    [InlineData(@"C:\U", @"sers\ann")]
    [InlineData("https://api.nu", "get.org/")]
    [InlineData("https://feed.example/v3", "/index.json")]
    public void A_path_of_one_machine_or_a_registry_is_found(string start, string end) =>
        SourceRules.InAnyFile(new RepositoryFile("docs/page.md", [start + end])).Should().ContainSingle();

    [Theory]
    [InlineData("src/InsideLabs.EventBus/Events/EventId.cs", "InsideLabs.EventBus.Events", true)]
    [InlineData("src/InsideLabs.EventBus/NewEvent.cs", "InsideLabs.EventBus", true)]
    [InlineData("src/InsideLabs.EventBus/Events/EventId.cs", "InsideLabs.EventBus", false)]
    public void A_namespace_is_its_folder(string path, string ns, bool fits) => SourceRules.IsNamespaceOfFolder(path, ns).Should().Be(fits);
}
