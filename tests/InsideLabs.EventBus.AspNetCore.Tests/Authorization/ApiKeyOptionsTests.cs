using System.Text.RegularExpressions;
using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

public sealed class ApiKeyOptionsTests
{
    private const string Text = "a-key-that-nobody-may-read";

    [Fact]
    public void A_generated_key_is_256_bits_printable_and_new()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKey.Generate()).ToList();

        keys.Should().OnlyHaveUniqueItems().And.OnlyContain(k => Regex.IsMatch(k, "^[A-Za-z0-9_-]{43}$", RegexOptions.NonBacktracking));
        Faults(o => o.Add("one", keys[0])).Should().BeEmpty();
    }

    [Fact]
    public void A_hash_is_known_in_hexadecimal_of_either_case_and_in_base64()
    {
        var hash = ApiKey.Hash(Text);
        var options = new ApiKeyOptions()
            .AddHash("lower", hash)
            .AddHash("upper", hash.ToUpperInvariant())
            .AddHash("base64", Convert.ToBase64String(Convert.FromHexString(hash)))
            .Add("text", Text);

        options.Keys.Select(k => Convert.ToHexStringLower(k.Hash)).Should().Equal(hash, hash, hash, hash);
    }

    [Fact]
    public void Without_a_key_it_does_not_start() => Faults(_ => { }).Should().ContainSingle().Which.Should().Contain("No API key is set");

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        Faults(o => o.Add("a", string.Empty).Add("b", " x").Add("c", "x\t").Add("d", "sch\u00F6n").Add("e", new string('k', 257)).AddHash("f", "abc")).Should().Equal(
            "The API key 'a' is empty: use ApiKey.Generate() to make one.",
            "The API key 'b' begins or ends with white space, which a header does not carry: remove it.",
            "The API key 'c' begins or ends with white space, which a header does not carry: remove it.",
            "The API key 'd' holds characters that a header does not carry: use printable ASCII.",
            "The API key 'e' has 257 characters; at most 256 are allowed.",
            "The hash of the API key 'f' is not a SHA-256: write its 32 bytes as 64 hexadecimal digits or as base64.");
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused() =>
        Faults(o => o.Add("ci", "one").Add("ci", "two")).Should().Equal("Two API keys are named 'ci': give each a name of its own.");

    [Fact]
    public void One_key_under_two_names_is_refused() =>
        Faults(o => o.Add("ci", "one").AddHash("ops", ApiKey.Hash("one"))).Should().Equal("The API keys 'ci' and 'ops' are the same key: remove one.");

    [Fact]
    public void A_key_without_a_name_is_refused() =>
        Faults(o => o.Add(" ", "one")).Should().Equal("An API key has no name: name who holds it.");

    [Theory]
    [InlineData("abc")]
    [InlineData("zz34567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("AAAA")]
    [InlineData(null)]
    public void What_is_no_hash_is_refused(string? hash) => Faults(o => o.AddHash("x", hash!)).Should().ContainSingle().Which.Should().Contain("not a SHA-256");

    [Fact]
    public async Task Faults_stop_the_host_when_it_starts_and_do_not_tell_the_key()
    {
        await using var app = ApiApp.Build("Production", services =>
        {
            services.AddAuthorization();
            services.AddAuthentication().AddInsideLabsApiKey(o => o.Add("ci", " " + Text).Add("ops", Text + "\u00E4"));
        });

        var start = () => app.App.StartAsync();

        var refusal = (await start.Should().ThrowAsync<OptionsValidationException>()).Which;
        refusal.Message.Should().Contain("'ci'").And.Contain("'ops'");
        refusal.ToString().Should().NotContain(Text);
    }

    [Fact]
    public void No_text_of_a_key_is_kept()
    {
        var options = new ApiKeyOptions().Add("ci", Text);

        options.Names.Should().Equal("ci");
        options.Keys[0].ToString().Should().Be("ci");
    }

    private static IEnumerable<string> Faults(Action<ApiKeyOptions> configure)
    {
        var options = new ApiKeyOptions();
        configure(options);
        return new ApiKeyOptionsValidator().Validate(name: null, options).Failures ?? [];
    }
}
