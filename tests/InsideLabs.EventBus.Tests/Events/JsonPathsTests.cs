using System.Text;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class JsonPathsTests
{
    [Theory]
    [InlineData("""@5""", "")]
    [InlineData("""@{"a":1}""", "")]
    [InlineData("""{"a":@1}""", "a")]
    [InlineData("""{@"a":1}""", "a")]
    [InlineData("""{"a":{"b":[0,[1,@2]]}}""", "a.b[1][1]")]
    [InlineData("""{"a":[{"b":1},{"b":@2}]}""", "a[1].b")]
    [InlineData("""[{},@{}]""", "[1]")]
    [InlineData("""[[],{"a":[]},@3]""", "[2]")]
    [InlineData("""{"a":{"x":1},"b":@2}""", "b")]
    [InlineData("""{"\u00e4\n":@1}""", "ä\uFFFD")]
    [InlineData("""{"\ud800":@1}""", "\uFFFD")]
    public void A_token_is_found_by_its_offset(string json, string path)
    {
        var at = Encoding.UTF8.GetByteCount(json[..json.IndexOf('@', StringComparison.Ordinal)]);
        JsonPaths.Of(Encoding.UTF8.GetBytes(json.Replace("@", string.Empty, StringComparison.Ordinal)), at).Should().Be(path);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("payload", "", "payload")]
    [InlineData("", "a.b", "a.b")]
    [InlineData("payload", "a", "payload.a")]
    [InlineData("payload", "[1]", "payload[1]")]
    public void Paths_are_joined_as_a_reader_would_write_them(string field, string path, string joined) =>
        JsonPaths.Join(field, path).Should().Be(joined);
}
