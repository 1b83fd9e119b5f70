using InsideLabs.EventBus.Adapters.Email;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Email;

public sealed class EmailAddressesTests
{
    [Theory]
    [InlineData("jane@example.com")]
    [InlineData("a@b")]
    [InlineData("jane.o'hara+tag@mail.example.co.uk")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@example.com")]
    [InlineData("用户@例子.example")]
    public void An_address_has_something_on_both_sides_of_its_at(string address) =>
        EmailAddresses.Judge(address).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("@example.com")]
    [InlineData("jane@")]
    [InlineData("jane@@example.com")]
    [InlineData("jane@a@example.com")]
    [InlineData("jane@example..com")]
    [InlineData("jane@.example.com")]
    [InlineData("jane@example.com.")]
    [InlineData("jane@-example.com")]
    [InlineData("jane doe@example.com")]
    [InlineData(" jane@example.com")]
    [InlineData("jane@example.com ")]
    [InlineData("Jane <jane@example.com>")]
    [InlineData("<jane@example.com>")]
    [InlineData("\"jane\"@example.com")]
    [InlineData("jane@example.com,joe@example.com")]
    [InlineData("jane@example.com;joe@example.com")]
    [InlineData("jane@example.com\r\nBcc: joe@example.com")]
    [InlineData("jane@example.com\n")]
    [InlineData("jane\0@example.com")]
    [InlineData("jane@example.com\t")]
    [InlineData("jane@exam\u00A0ple.com")]
    [InlineData("jane@example.com\u2028")]
    [InlineData("jane\u200B@example.com")]
    [InlineData("jane\u202E@example.com")]
    [InlineData("(jane)@example.com")]
    [InlineData("jane\\@example.com")]
    [InlineData("jane:x@example.com")]
    [InlineData("jane@[127.0.0.1]")]
    public void What_could_mean_another_address_is_none(string address) =>
        EmailAddresses.Judge(address)!.Value.Code.Should().Be(ErrorCodes.AddressInvalid);

    [Theory]
    [InlineData(64, 189, true)]
    [InlineData(65, 100, false)]
    [InlineData(64, 190, false)]
    public void An_address_has_at_most_254_characters_and_64_before_the_at(int local, int domain, bool isAddress) =>
        (EmailAddresses.Judge(new string('a', local) + "@" + new string('b', domain)) is null).Should().Be(isAddress);
}
