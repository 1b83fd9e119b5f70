using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using SamplePayload = InsideLabs.EventBus.Tests.OrderPayload;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class FaithfulPayloadsTests
{
    public static TheoryData<object> Trusted { get; } =
    [
        new SamplePayload { OrderId = "o-1" },
        new Plain { Id = 1, When = DateTimeOffset.UnixEpoch, Tags = ["a"], Lines = [new Line("x", 2)], Prices = new() { ["a"] = 1 }, Kind = DayOfWeek.Friday },
        new Plain { Id = 1, Tags = [], Lines = [null!] },
        new Node([new Node(null)]),
    ];

    public static TheoryData<object> Judged { get; } =
    [
        new SamplePayload { OrderId = null! },
        new LeavesZeroOut { Count = 0 },
        new WithConverter { Value = "x" },
        new WithHook { Value = "x" },
        new Animal(),
        new NumbersAsTexts { Count = 1 },
        new ReadOnlyInterface { Shape = null },
        new NestedRequired { Order = new SamplePayload { OrderId = null! } },
        new MaybeNull(),
    ];

    /// <summary>Whatever is trusted must be accepted when it is read again: this is what trust means.</summary>
    [Theory]
    [MemberData(nameof(Trusted))]
    public void What_is_trusted_is_accepted(object payload)
    {
        var (trusts, faults) = Judge(payload, Reflected());

        trusts.Should().BeTrue();
        faults.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Judged))]
    public void What_may_be_refused_is_read_again(object payload) => Judge(payload, Reflected()).Trusts.Should().BeFalse();

    [Fact]
    public void A_source_generated_type_is_trusted_unless_a_required_member_is_missing()
    {
        SampleEvents.OrderPlaced.Trusts(SampleEvents.Order()).Should().BeTrue();
        SampleEvents.OrderPlaced.Trusts(new SamplePayload { OrderId = null! }).Should().BeFalse();
    }

    [Fact]
    public void A_definition_without_a_payload_type_trusts_nothing() => SampleEvents.CartChanged.Trusts(new object()).Should().BeFalse();

    private static (bool Trusts, IReadOnlyList<Fault> Faults) Judge(object payload, JsonSerializerOptions options)
    {
        var method = typeof(FaithfulPayloadsTests).GetMethod(nameof(JudgeTyped), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return ((bool, IReadOnlyList<Fault>))method.MakeGenericMethod(payload.GetType()).Invoke(null, [payload, options])!;
    }

    private static (bool Trusts, IReadOnlyList<Fault> Faults) JudgeTyped<T>(T payload, JsonSerializerOptions options)
        where T : class
    {
        var definition = new EventDefinition<T>("test.thing.done", "A test", (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))) { IsStrict = true };
        var trusts = definition.Trusts(payload);
        return (trusts, trusts ? definition.Check(definition.Serialize(payload)) : []);
    }

    private static JsonSerializerOptions Reflected() => new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private sealed class Plain
    {
        public required int Id { get; init; }

        public DateTimeOffset? When { get; init; }

        public required string[] Tags { get; init; } = [];

        public ImmutableArray<Line> Lines { get; init; } = [];

        public Dictionary<string, decimal> Prices { get; init; } = [];

        public DayOfWeek Kind { get; init; }

        [JsonIgnore]
        public int Hidden { get; init; }

        public string Computed => Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record Line(string? Sku, int Count);

    private sealed record Node(Node[]? Next);

    private sealed class LeavesZeroOut
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public required int Count { get; init; }
    }

    private sealed class WithConverter
    {
        [JsonConverter(typeof(OneWay))]
        public string? Value { get; init; }
    }

    private sealed class WithHook : IJsonOnDeserialized
    {
        public string? Value { get; init; }

        public void OnDeserialized() => throw new JsonException("no");
    }

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Animal), "animal")]
    private sealed class Animal;

    private sealed class NumbersAsTexts
    {
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
        public int Count { get; init; }
    }

    private sealed class ReadOnlyInterface
    {
        public IFormattable? Shape { get; init; }
    }

    private sealed class NestedRequired
    {
        public SamplePayload? Order { get; init; }
    }

    private sealed class MaybeNull
    {
        private string? _text;

        [System.Diagnostics.CodeAnalysis.DisallowNull]
        public string? Text
        {
            get => _text;
            init => _text = value;
        }
    }

    private sealed class OneWay : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException("no");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
