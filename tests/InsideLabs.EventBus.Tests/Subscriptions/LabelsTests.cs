using System.Text.Json;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Subscriptions;

public sealed class LabelsTests
{
    public static TheoryData<string> CaseIds => [.. Cases().Keys];

    [Fact]
    public void The_case_file_has_label_cases() => Cases().Should().HaveCountGreaterThanOrEqualTo(4);

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void A_case_comes_out_as_the_file_says(string id)
    {
        var (surface, input, expected) = (Cases()[id].GetProperty("surface"), Cases()[id].GetProperty("input"), Cases()[id].GetProperty("expected"));
        if (string.Equals(surface.GetString(), "subscription.create", StringComparison.Ordinal))
        {
            var faults = new FaultList();
            Labels.Normalize([.. input.EnumerateArray().Select(ConformanceCases.Text)], faults);
            faults.Select(f => f.Code).Should().Equal(expected.GetProperty("code").GetString());
        }
        else
        {
            expected.GetProperty("outcome").GetString().Should().Be("accept");
            new SubscriptionFilter { AnyLabel = [ConformanceCases.Text(input)] }.Includes(TestData.Subscription("x")).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Team A_1-b")]
    [InlineData(" ")]
    [InlineData(" padded ")]
    [InlineData("-")]
    [InlineData("_")]
    [InlineData("0")]
    [InlineData("12345678901234567890123456789012345678901234567890")]
    public void Letters_digits_space_hyphen_and_underscore_make_a_label(string text) => Labels.IsValid(text).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123456789012345678901234567890123456789012345678901")]
    [InlineData("line\n")]
    [InlineData("tab\t")]
    [InlineData("nul\0")]
    [InlineData("no\u00A0break")]
    [InlineData("dot.ted")]
    [InlineData("é")]
    [InlineData("\u0660")]
    [InlineData("\u212A")]
    public void Nothing_else_does(string? text) => Labels.IsValid(text).Should().BeFalse();

    [Fact]
    public void Duplicates_go_and_the_order_stays()
    {
        var faults = new FaultList();

        Labels.Normalize(["b", "a", "b", "B", "a ", "a"], faults).Should().Equal("b", "a", "B", "a ");

        faults.Should().BeEmpty();
    }

    [Fact]
    public void Only_different_labels_count()
    {
        var faults = new FaultList();
        var ten = Enumerable.Range(1, Labels.MaxCount).Select(n => $"l{n}").ToList();

        Labels.Normalize([.. ten, .. ten], faults).Should().Equal(ten);

        faults.Should().BeEmpty();
    }

    [Fact]
    public void Every_fault_is_named_with_its_place()
    {
        var faults = new FaultList();

        Labels.Normalize(["ok", "a,b", .. Enumerable.Range(1, 10).Select(n => $"l{n}"), ""], faults);

        faults.Select(f => (f.Field, f.Code)).Should().Equal(
            ("labels[1]", ErrorCodes.LabelMalformed), ("labels[12]", ErrorCodes.LabelMalformed), ("labels", ErrorCodes.TooManyLabels));
        faults[0].Message.Should().Contain("'a,b'");
    }

    private static Dictionary<string, JsonElement> Cases() =>
        ConformanceCases.BadInputs("label").ToDictionary(c => c.GetProperty("id").GetString()!, StringComparer.Ordinal);
}
