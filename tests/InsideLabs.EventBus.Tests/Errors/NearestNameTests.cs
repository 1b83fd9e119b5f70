using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Errors;

public sealed class NearestNameTests
{
    private static readonly string[] Names =
        ["engagement.campaign.sent", "engagement.campaign.opened", "engagement.message.sent", "order.order.placed"];

    [Theory]
    [InlineData("engagement.campaign.send", "engagement.campaign.sent")]
    [InlineData("engagement.campain.sent", "engagement.campaign.sent")]
    [InlineData("Engagement.Campaign.Sent", "engagement.campaign.sent")]
    [InlineData("engagement.mesage.sent", "engagement.message.sent")]
    [InlineData("campaign.opened", null)]
    [InlineData("engagement.campaign.open", "engagement.campaign.opened")]
    [InlineData("order.placed", "order.order.placed")]
    [InlineData("order.order.placed", "order.order.placed")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzz", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_if_one_is_near(string name, string? nearest)
    {
        NearestName.Find(name, Names).Should().Be(nearest);
    }

    [Fact]
    public void Of_equally_near_names_the_first_is_taken() => NearestName.Find("abcd", ["abce", "abcf"]).Should().Be("abce");

    [Fact]
    public void Without_candidates_there_is_no_hint()
    {
        NearestName.Find("a.b.c", []).Should().BeNull();
        FaultText.DidYouMean("a.b.c", []).Should().BeEmpty();
    }

    [Fact]
    public void A_hint_is_a_sentence_to_append() =>
        FaultText.DidYouMean("engagement.campaign.send", Names).Should().Be(" Did you mean 'engagement.campaign.sent'?");

    [Fact]
    public void A_name_that_is_too_long_is_not_compared()
    {
        var longest = new string('a', 256);

        NearestName.Find(longest, [longest[..255] + "b"]).Should().Be(longest[..255] + "b");
        NearestName.Find(longest + "a", [longest]).Should().BeNull();
        NearestName.Find("aaaa", [new string('a', 10_000)]).Should().BeNull();
    }
}
