using System.Text;
using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventEnvelopeProperties
{
    private static readonly Gen<string> WhiteSpace = Gen.Elements("", "", "", " ", "\t", "\n", "\r\n", "  ");

    private static readonly Gen<string> Character = Gen.OneOf(
        Gen.Elements("a", "Z", "0", " ", "{", "}", "[", "]", ",", ":", "é", "😀", "\u2028", "<", "&", "'", "/"),
        Gen.Elements("\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\u0001"));

    private static readonly Gen<string> Text = Character.ListOf().Select(parts => '"' + string.Concat(parts) + '"');

    private static readonly Gen<string> Number = Gen.Elements(
        "0", "-0", "0.0", "1e400", "-1E+400", "1.50", "12345678901234567890123", "1e-7", "9007199254740993");

    private static readonly Gen<string> Literal = Gen.Elements("true", "false", "null");

    [Fact]
    public void Any_json_object_survives_create_and_read_byte_for_byte()
    {
        var type = EventType.Parse("engagement.campaign.sent");
        var instant = new DateTimeOffset(2026, 4, 8, 12, 34, 56, TimeSpan.Zero);

        Prop.ForAll(Arb.From(Gen.Sized(size => Object(Math.Min(size, 24)))), payload =>
        {
            var bytes = Encoding.UTF8.GetBytes(payload);
            var created = EventEnvelope.Create(EventId.Parse("x-1"), type, "campaign", "Engagement", instant, bytes);
            var read = EventEnvelope.Read(created.Utf8Json.ToArray());
            return created.Payload.Span.SequenceEqual(bytes)
                && read.Payload.Span.SequenceEqual(bytes)
                && read.Utf8Json.Span.SequenceEqual(created.Utf8Json.Span);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static Gen<string> Value(int size) => size < 2
        ? Gen.OneOf(Text, Number, Literal)
        : Gen.OneOf(Text, Number, Literal, Object(size / 2), Array(size / 2));

    private static Gen<string> Array(int size) =>
        from items in Gen.ListOf(Padded(Value(size / 2)), Math.Min(size, 4))
        select $"[{string.Join(',', items)}]";

    private static Gen<string> Object(int size) =>
        from count in Gen.Choose(0, Math.Min(size, 4))
        from members in Gen.ListOf(Member(size / 2), count)
        select $"{{{string.Join(',', members.Select((member, i) => member.Replace("NAME", $"n{i}", StringComparison.Ordinal)))}}}";

    // The number makes each name of an object its own, as strict JSON demands.
    private static Gen<string> Member(int size) =>
        from before in WhiteSpace
        from after in WhiteSpace
        from name in Character
        from value in Padded(Value(size))
        select $"{before}\"NAME{name}\"{after}:{value}";

    private static Gen<string> Padded(Gen<string> value) =>
        from before in WhiteSpace
        from text in value
        from after in WhiteSpace
        select before + text + after;
}
