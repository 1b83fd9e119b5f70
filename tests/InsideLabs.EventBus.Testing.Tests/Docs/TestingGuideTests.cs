using InsideLabs.EventBus.Architecture.Tests;
using InsideLabs.EventBus.Architecture.Tests.Docs;

namespace InsideLabs.EventBus.Testing.Tests.Docs;

/// <summary>The code of docs/guides/testing.md and of the package's README is the code of <see cref="TestingSnippets"/>, which runs.</summary>
public sealed class TestingGuideTests
{
    private static readonly RepositoryFile Snippets =
        Repository.Files("tests/InsideLabs.EventBus.Testing.Tests/Docs", "TestingSnippets.cs").Single();

    [Theory]
    [InlineData("docs/guides", "testing.md", 9)]
    [InlineData("src/InsideLabs.EventBus.Testing", "README.md", 1)]
    public void Every_block_is_compiled_and_run(string folder, string name, int blocks)
    {
        var code = CodeBlocks.Read(Repository.Files(folder, name).Single()).Where(CodeBlocks.IsCSharp).ToList();

        code.Should().HaveCount(blocks);
        code.Where(b => !CodeBlocks.StandsIn(b, Snippets)).Should().BeEmpty();
    }

    [Fact]
    public void Every_test_of_the_snippets_stands_in_the_guide()
    {
        var guide = string.Concat(Repository.Files("docs/guides", "testing.md").Single().Lines);
        var tests = typeof(TestingSnippets).GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), inherit: false)).Select(m => m.Name).ToList();

        tests.Should().HaveCount(8).And.OnlyContain(t => guide.Contains(t, StringComparison.Ordinal));
    }
}
