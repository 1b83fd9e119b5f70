using System.Text;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class StrictJsonTests
{
    public static TheoryData<string, string?> ContractRows { get; } = Rows();

    [Theory]
    [MemberData(nameof(ContractRows))]
    public void A_body_of_the_contract_is_judged_by_its_code(string body, string? code) => CodeOf(body).Should().Be(code);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("  {\"a\" : 1}\r\n\t")]
    [InlineData("""{"a":1e400,"b":12345678901234567890123,"c":-0.0}""")]
    [InlineData("""{"a":"\ud83d\ude00","b":"😀","c":"\u0001"}""")]
    [InlineData("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}""")]
    [InlineData("{\"a\":1,\"A\":1,\"\u00e1\":1,\"a\u0301\":1}")]
    [InlineData("""{"":1}""")]
    public void What_every_reader_can_keep_passes(string json) => CodeOf(json).Should().BeNull();

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"x":{"a":1,"b":{},"a":1}}""")]
    [InlineData("""[[{"a":1},{"a":1,"a":1}]]""")]
    [InlineData("""{"a":{"a":1},"a":1}""")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""")]
    [InlineData("""{"":1,"":2}""")]
    public void A_property_that_stands_twice_is_refused(string json) => CodeOf(json).Should().Be(ErrorCodes.JsonDuplicateProperty);

    [Fact]
    public void The_duplicate_is_named() => StrictJson.Check("""{"campaignId":1,"campaignId":2}"""u8)!.Value.Message
        .Should().Contain("'campaignId'");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Sixty_four_levels_pass_and_sixty_five_do_not(string open, string close)
    {
        CodeOf(Nested(open, close, 64)).Should().BeNull();
        CodeOf(Nested(open, close, 65)).Should().Be(ErrorCodes.JsonTooDeep);
        CodeOf(Nested(open, close, 5_000)).Should().Be(ErrorCodes.JsonTooDeep);
    }

    [Fact]
    public void Another_depth_can_be_asked_for()
    {
        StrictJson.Check("[[0]]"u8, maxDepth: 2).Should().BeNull();
        StrictJson.Check("[[0]]"u8, maxDepth: 1)!.Value.Code.Should().Be(ErrorCodes.JsonTooDeep);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00\ud800"}""")]
    [InlineData("""{"a":"x\ud83dx"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""["ok","\udfff"]""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a\u0000b":1}""")]
    [InlineData("""{"a":["tail\u0000"]}""")]
    public void A_string_that_a_later_reader_would_choke_on_is_refused(string json) =>
        CodeOf(json).Should().Be(ErrorCodes.JsonInvalidString);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{} {}")]
    [InlineData("{}//")]
    [InlineData("/**/{}")]
    [InlineData("{\"a\":\"line\nbreak\"}")]
    [InlineData("{\"a\":\"\0\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{")]
    [InlineData("{]")]
    [InlineData("]")]
    [InlineData("\u00A0{}")]
    public void What_is_no_json_is_malformed(string text) => CodeOf(text).Should().Be(ErrorCodes.JsonMalformed);

    [Theory]
    [InlineData("7B2261223A22FF227D")]
    [InlineData("7B2261223A22C080227D")]
    [InlineData("7B2261223A22EDA080227D")]
    [InlineData("7B2261223A22F4908080227D")]
    [InlineData("7B2261223A22E282227D")]
    [InlineData("FFFE7B007D00")]
    public void Invalid_utf8_is_malformed(string hex) =>
        StrictJson.Check(Convert.FromHexString(hex))!.Value.Code.Should().Be(ErrorCodes.JsonMalformed);

    [Fact]
    public void A_malformed_document_is_located_from_one() => StrictJson.Check("{\n  \"a\": x}"u8)!.Value.Message
        .Should().Contain("line 2, byte 8");

    [Fact]
    public async Task A_wide_object_is_judged_in_linear_time()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"p{i}\":{i}")) + "}";

        (await Finishes(json)).Should().BeNull();
        (await Finishes(json[..^1] + ",\"p0\":0}"))!.Value.Code.Should().Be(ErrorCodes.JsonDuplicateProperty);
    }

    [Fact]
    public async Task Small_objects_beside_a_wide_one_are_judged_in_linear_time()
    {
        var wide = "{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"\"p{i}\":{i}")) + "}";
        var small = string.Concat(Enumerable.Repeat(",{\"a\":1}", 1_000_000));

        (await Finishes($"[{wide}{small}]")).Should().BeNull();
    }

    private static Task<Fault?> Finishes(string json) =>
        Task.Run(() => StrictJson.Check(Encoding.UTF8.GetBytes(json))).WaitAsync(TimeSpan.FromSeconds(30));

    private static string? CodeOf(string json) => StrictJson.Check(Encoding.UTF8.GetBytes(json))?.Code;

    private static string Nested(string open, string close, int levels) =>
        new StringBuilder().Insert(0, open, levels).Append('0').Insert(open.Length * levels + 1, close, levels).ToString();

    private static TheoryData<string, string?> Rows()
    {
        var rows = new TheoryData<string, string?>();
        foreach (var row in ConformanceCases.BadInputs("envelope").Where(c => c.GetProperty("input").ValueKind == System.Text.Json.JsonValueKind.String))
        {
            rows.Add(
                row.GetProperty("input").GetString()!,
                row.GetProperty("expected").TryGetProperty("code", out var code) ? code.GetString() : null);
        }

        return rows;
    }
}
