using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Tests.Signatures;

public sealed class WebhookSecretTests
{
    public static TheoryData<string, string, string> BadInputs()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var row in ConformanceCases.BadInputs("secret"))
        {
            rows.Add(
                row.GetProperty("id").GetString()!,
                row.GetProperty("input").GetProperty("secret").GetString()!,
                row.GetProperty("expected").GetProperty("code").GetString()!);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void The_secrets_of_the_contract_that_must_be_refused_are_refused(string id, string text, string code)
    {
        WebhookSecret.TryParse(text, out var secret, out var actual).Should().BeFalse(id);
        secret.Should().BeNull();
        actual.Should().Be(code);
    }

    [Theory]
    [InlineData(null, ErrorCodes.SecretMalformed)]
    [InlineData("", ErrorCodes.SecretMalformed)]
    [InlineData("whsec_", ErrorCodes.SecretMalformed)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ErrorCodes.SecretMalformed)]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ErrorCodes.SecretMalformed)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", ErrorCodes.SecretMalformed)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La LaSw", ErrorCodes.SecretMalformed)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", ErrorCodes.SecretMalformed)]
    [InlineData("whsec_-fKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ErrorCodes.SecretMalformed)]
    public void What_is_not_the_prefix_and_base64_is_malformed(string? text, string code)
    {
        WebhookSecret.TryParse(text, out _, out var actual).Should().BeFalse();
        actual.Should().Be(code);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(5000, false)]
    public void A_key_has_24_to_64_bytes(int bytes, bool accepted)
    {
        var text = "whsec_" + Convert.ToBase64String(new byte[bytes]);
        WebhookSecret.TryParse(text, out var secret, out var code).Should().Be(accepted);
        code.Should().Be(accepted ? null : ErrorCodes.SecretLength);
        secret?.Reveal().Should().Be(text);
    }

    [Fact]
    public void A_refusal_does_not_repeat_the_text_that_was_meant_to_be_secret()
    {
        var refusal = FluentActions.Invoking(() => WebhookSecret.Parse("whsec_hunter2!")).Should().Throw<EventBusValidationException>().Which;
        refusal.Message.Should().NotContain("hunter2");
        refusal.Faults.Should().ContainSingle().Which.Field.Should().Be("signingSecret");
    }

    [Fact]
    public void Generated_secrets_differ_parse_and_do_not_show_in_text()
    {
        var secret = WebhookSecret.Generate();
        WebhookSecret.Parse(secret.Reveal()).Reveal().Should().Be(secret.Reveal());
        WebhookSecret.Generate().Reveal().Should().NotBe(secret.Reveal());
        $"{secret}".Should().Be("whsec_***");
    }
}
