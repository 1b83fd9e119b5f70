using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.AspNetCore.Authorization;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

public sealed class ApiKeyRingTests
{
    private static readonly NamedKeyHash[] Keys = [Named("first"), Named("second"), Named("third")];

    [Theory]
    [InlineData("first", "first")]
    [InlineData("second", "second")]
    [InlineData("third", "third")]
    [InlineData("none", null)]
    public void Every_key_is_compared_whichever_matches(string value, string? expected)
    {
        var compared = 0;

        var found = ApiKeyRing.Find(Keys, value, (one, other) =>
        {
            compared++;
            return one.SequenceEqual(other);
        });

        found?.Name.Should().Be(expected);
        (found is null).Should().Be(expected is null);
        compared.Should().Be(Keys.Length);
    }

    [Fact]
    public void Hashes_are_compared_in_constant_time() =>
        ApiKeyRing.ConstantTime.Method.Should().BeSameAs(typeof(CryptographicOperations).GetMethod(nameof(CryptographicOperations.FixedTimeEquals)));

    [Fact]
    public void The_longest_key_is_found_and_a_longer_value_is_not_even_hashed()
    {
        var longest = new string('k', ApiKey.MaxLength);
        NamedKeyHash[] keys = [Named(longest)];

        ApiKeyRing.Find(keys, longest, ApiKeyRing.ConstantTime).Should().BeSameAs(keys[0]);
        ApiKeyRing.Find(keys, longest + "k", (_, _) => throw new InvalidOperationException("compared")).Should().BeNull();
    }

    [Fact]
    public void The_widest_characters_fit() =>
        ApiKeyRing.Find(Keys, new string('\uFFFF', ApiKey.MaxLength), ApiKeyRing.ConstantTime).Should().BeNull();

    private static NamedKeyHash Named(string key) => new(key, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
