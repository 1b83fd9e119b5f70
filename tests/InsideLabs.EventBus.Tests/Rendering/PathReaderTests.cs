using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class PathReaderTests
{
    private const string Spaced =
        " { \"a\\u0062\" : [ 1 , { } , [ ] , \"]}\\\"\" , { \"x\" : null } ] ,\t\"c\":\r\n{ \"d\" :-1.5e+7 , \"e\" : \"\\\\\" }, \"\" : true , \"é\":\"{[\" } ";

    [Theory]
    [InlineData("", Spaced)]
    [InlineData("ab", "[ 1 , { } , [ ] , \"]}\\\"\" , { \"x\" : null } ]")]
    [InlineData("ab/0", "1")]
    [InlineData("ab/1", "{ }")]
    [InlineData("ab/2", "[ ]")]
    [InlineData("ab/3", "\"]}\\\"\"")]
    [InlineData("ab/4/x", "null")]
    [InlineData("ab/5", "")]
    [InlineData("ab/1/x", "")]
    [InlineData("ab/2/0", "")]
    [InlineData("c/d", "-1.5e+7")]
    [InlineData("c/e", "\"\\\\\"")]
    [InlineData("c/f", "")]
    [InlineData("é", "\"{[\"")]
    [InlineData("é/x", "")]
    public void A_path_leads_to_exactly_its_value(string path, string expected) => Find(Spaced, path).Should().Be(expected.Trim());

    [Fact]
    public void Bytes_that_are_no_json_do_no_harm()
    {
        var valid = Encoding.UTF8.GetBytes(Spaced);
        foreach (var path in new[] { "ab/4/x", "c/e", "zz", "ab/9", "é/x/1" })
        {
            for (var length = 0; length < valid.Length; length++)
            {
                Judge(valid[..length], path);
                foreach (var other in "\"\\{}[],: x"u8.ToArray())
                {
                    var broken = valid.ToArray();
                    broken[length] = other;
                    Judge(broken, path);
                }
            }
        }

        static void Judge(byte[] json, string path)
        {
            var range = PathReader.Find(json, Steps(path));
            (range.Start >= 0 && range.Length >= 0 && range.Start + range.Length <= json.Length).Should().BeTrue(because: path);
        }
    }

    [Fact]
    public void Every_value_of_a_document_is_found()
    {
        using var document = JsonDocument.Parse(Spaced);
        foreach (var (path, value) in Values(document.RootElement, string.Empty))
        {
            Find(Spaced, path).Should().Be(value, path);
        }
    }

    private static IEnumerable<(string Path, string Value)> Values(JsonElement element, string path)
    {
        var children = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Where(p => p.Name.Length > 0).SelectMany(p => Values(p.Value, $"{path}/{p.Name}")),
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Values(item, $"{path}/{i}")),
            _ => [],
        };
        return children.Append((path.TrimStart('/'), element.GetRawText()));
    }

    private static string Find(string json, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var range = PathReader.Find(bytes, Steps(path));
        return Encoding.UTF8.GetString(bytes.AsSpan(range.Start, range.Length));
    }

    private static PathStep[] Steps(string path) =>
    [
        .. path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => int.TryParse(s, System.Globalization.CultureInfo.InvariantCulture, out var index) ? new PathStep(index) : new PathStep(s)),
    ];
}
