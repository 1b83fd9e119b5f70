using System.Text;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class OrdinaryJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":1,"b":[{"a":1,"b":2},{"a":1}],"c":{"a":{"a":{"a":null}}},"d":true}""")]
    [InlineData("""{"text":"a\"b\\c\n","é":"😀"}""")]
    [InlineData("""{"customerAddressLine1":1,"customerAddressLine2":2,"customerAddressLine":3}""")]
    public void What_most_publishers_send_is_recognised(string json) => Recognises(json).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"b\":[0,{\"a\":{\"c\":1},\"x\":1,\"a\":2}]}")]
    [InlineData("{\"a\":\"\\u0000\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{} {}")]
    public void What_must_be_refused_is_not(string json) => Recognises(json).Should().BeFalse();

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void The_depth_is_the_same(int depth, bool passes)
    {
        var json = $"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";

        Recognises(json).Should().Be(passes);
        (StrictJson.Check(Encoding.UTF8.GetBytes(json)) is null).Should().Be(passes);
    }

    [Fact]
    public void More_names_than_it_keeps_are_judged_by_the_whole_rule()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"\"n{i}\":{i}").ToList();
        var twice = Encoding.UTF8.GetBytes($"{{{string.Join(',', names)},\"n77\":1}}");

        StrictJson.Check(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)}}}")).Should().BeNull();
        StrictJson.Check(twice)!.Value.Field.Should().Be("n77");
    }

    [Fact]
    public void Many_siblings_one_after_the_other_are_few_names_at_once()
    {
        var items = string.Join(',', Enumerable.Repeat("""{"a":1,"b":{"a":1}}""", 1000));

        Recognises($"{{\"items\":[{items}]}}").Should().BeTrue();
    }

    /// <summary>The oracle remembers every name of every object as a text.</summary>
    [Fact]
    public void Of_fifty_thousand_random_documents_none_passes_that_has_a_name_twice()
    {
        var random = new Random(20_261_122);
        var (passed, refused) = (0, 0);
        for (var i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder();
            var hasTwice = Append(text, random, depth: 0);
            Recognises(text.ToString()).Should().Be(!hasTwice, text.ToString());
            (passed, refused) = hasTwice ? (passed, refused + 1) : (passed + 1, refused);
        }

        passed.Should().BeGreaterThan(1000);
        refused.Should().BeGreaterThan(1000);
    }

    private static bool Recognises(string json) => OrdinaryJson.Recognises(Encoding.UTF8.GetBytes(json), StrictJson.MaxDepth);

    private static bool Append(StringBuilder text, Random random, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hasTwice = false;
        text.Append('{');
        var count = random.Next(0, 6);
        for (var i = 0; i < count; i++)
        {
            // Names that are alike: of all lengths around the widths that are hashed at once, and different in one place.
            var name = new string('x', random.Next(0, 26)).ToCharArray();
            if (name.Length > 0)
            {
                name[random.Next(name.Length)] = (char)('a' + random.Next(3));
            }

            hasTwice |= !names.Add(new string(name));
            text.Append(i > 0 ? "," : string.Empty).Append('"').Append(name).Append("\":");
            if (depth < 4 && random.Next(3) == 0)
            {
                text.Append('[');
                hasTwice |= Append(text, random, depth + 1);
                text.Append(']');
            }
            else
            {
                text.Append(i);
            }
        }

        text.Append('}');
        return hasTwice;
    }
}
