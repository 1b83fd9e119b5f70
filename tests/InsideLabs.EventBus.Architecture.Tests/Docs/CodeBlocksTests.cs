namespace InsideLabs.EventBus.Architecture.Tests.Docs;

public sealed class CodeBlocksTests
{
    private static readonly IReadOnlyList<RepositoryFile> Sources =
        [.. new[] { "samples", "tests" }.SelectMany(folder => Repository.Files(folder, "*.cs")).Where(f => f.Name != "CodeBlocksTests.cs")];

    [Fact]
    public void Every_csharp_block_of_the_documents_is_compiled_somewhere() =>
        Blocks().Where(b => b.Info == "csharp" && !Sources.Any(s => CodeBlocks.StandsIn(b, s)))
            .Select(b => $"{b}: this code stands in no file under samples or tests, so nothing compiles it.")
            .Should().BeEmpty();

    [Fact]
    public void No_csharp_block_is_marked_as_an_exception() =>
        Blocks().Where(b => CodeBlocks.IsCSharp(b) && b.Info != "csharp")
            .Select(b => $"{b}: write ```csharp and nothing after it, not '{b.Info}'.")
            .Should().BeEmpty();

    [Fact]
    public void Every_file_that_could_hold_a_block_belongs_to_a_project() =>
        Sources.Where(s => !Folders(s.Path).Any(f => Directory.EnumerateFiles(Repository.PathOf(f), "*.csproj").Any())).Should().BeEmpty();

    [Fact]
    public void Blocks_are_read_with_their_place_and_their_info()
    {
        var document = new RepositoryFile("docs/a.md", ["text", "```csharp", "var a = 1;", "```", "", "  ````csharp no-compile", "```", "  ````"]);

        CodeBlocks.Read(document).Should().BeEquivalentTo(
            [new CodeBlock("docs/a.md", 2, "csharp", ["var a = 1;"]), new CodeBlock("docs/a.md", 6, "csharp no-compile", ["```"])],
            o => o.WithStrictOrdering());
    }

    [Theory]
    [InlineData("csharp", true)]
    [InlineData("csharp no-compile", true)]
    [InlineData("cs", true)]
    [InlineData("C#", true)]
    [InlineData("json", false)]
    [InlineData("", false)]
    public void A_block_means_csharp_however_it_is_spelt(string info, bool isCSharp) =>
        CodeBlocks.IsCSharp(new CodeBlock("docs/a.md", 1, info, [])).Should().Be(isCSharp);

    [Theory]
    [InlineData(true, "var a = 1;", "var b = a;")]
    [InlineData(true, "using System.Text;", "", "var b = a;")]
    [InlineData(false, "var b = a;", "var a = 1;")]
    [InlineData(false, "var a = 1;", "var c = 2;")]
    [InlineData(false, "using System.Linq;", "var a = 1;")]
    [InlineData(false, "var a =1;")]
    public void A_block_stands_in_a_file_line_for_line(bool stands, params string[] lines)
    {
        var source = new RepositoryFile("tests/A.cs", ["using System.Text;", "", "    var a = 1;", "", "        var  b = a;"]);

        CodeBlocks.StandsIn(new CodeBlock("docs/a.md", 1, "csharp", lines), source).Should().Be(stands);
    }

    private static IEnumerable<CodeBlock> Blocks() =>
        Repository.Files(".", "*.md")
            .Where(f => f.Path == "README.md" || f.Path.StartsWith("docs/", StringComparison.Ordinal) || f.Path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(CodeBlocks.Read);

    private static IEnumerable<string> Folders(string path)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
