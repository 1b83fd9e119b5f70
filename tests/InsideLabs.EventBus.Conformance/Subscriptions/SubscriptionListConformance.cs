using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Listing: ascending ids, filters that must all hold, pages that neither lose nor repeat.</summary>
public abstract class SubscriptionListConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_store_lists_nothing()
    {
        (await ListAsync(SubscriptionFilter.All)).Should().BeEmpty();
    }

    [Fact]
    public async Task Subscriptions_come_in_ascending_order_of_the_text_of_their_ids()
    {
        // Ids whose first, middle and last bytes differ, high bits included: an order by raw little-endian bytes would show.
        string[] ascending =
        [
            "00000001-0000-7000-8000-000000000000",
            "01000000-0000-7000-8000-000000000000",
            "7fffffff-0001-7000-8000-000000000000",
            "7fffffff-ff00-7000-8000-000000000000",
            "80000000-0000-7000-8000-000000000000",
            "80000000-0000-7fff-8000-000000000000",
            "80000000-0000-7fff-bfff-000000000001",
            "ff000000-0000-7000-8000-000000000000",
        ];
        foreach (var id in ascending.Reverse())
        {
            await Store.SubscribeAsync(TestData.Subscription() with { Id = Guid.Parse(id) });
        }

        (await ListAsync(SubscriptionFilter.All)).Should().Equal(ascending.Select(Guid.Parse));
        (await ListAsync(new SubscriptionFilter { After = Guid.Parse(ascending[3]) })).Should().Equal(ascending[4..].Select(Guid.Parse));
    }

    [Fact]
    public async Task A_label_selects_those_that_have_it_exactly()
    {
        var exact = await Store.SubscribeAsync(TestData.Subscription("other", "Billing"));
        await Store.SubscribeAsync(TestData.Subscription("billing", "Billing 2", " Billing"));
        await Store.SubscribeAsync();

        (await ListAsync(new SubscriptionFilter { Label = "Billing" })).Should().Equal(exact.Id);
    }

    [Theory]
    [InlineData("x' OR 1=1 --")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("a*")]
    [InlineData("\"")]
    [InlineData("")]
    public async Task A_filter_label_is_a_literal_and_never_a_pattern(string label)
    {
        await Store.SubscribeAsync(TestData.Subscription("a", "ab"));

        (await ListAsync(new SubscriptionFilter { Label = label })).Should().BeEmpty();
        (await ListAsync(new SubscriptionFilter { AnyLabel = [label] })).Should().BeEmpty();
    }

    [Fact]
    public async Task Any_of_several_labels_suffices_and_repeats_nothing()
    {
        var first = await Store.SubscribeAsync(TestData.Subscription("A"));
        var both = await Store.SubscribeAsync(TestData.Subscription("B", "A"));
        await Store.SubscribeAsync(TestData.Subscription("C"));

        (await ListAsync(new SubscriptionFilter { AnyLabel = ["A", "B", "D"] })).Should().Equal(first.Id, both.Id);
    }

    [Fact]
    public async Task An_empty_list_of_labels_is_no_filter()
    {
        var stored = await Store.SubscribeAsync();

        (await ListAsync(new SubscriptionFilter { AnyLabel = [] })).Should().Equal(stored.Id);
    }

    [Theory]
    [InlineData(SubscriptionStatus.Active)]
    [InlineData(SubscriptionStatus.Paused)]
    [InlineData(SubscriptionStatus.Disabled)]
    public async Task A_status_selects_those_in_it(SubscriptionStatus status)
    {
        foreach (var each in Enum.GetValues<SubscriptionStatus>())
        {
            await Store.SubscribeAsync(TestData.Subscription() with { Status = each });
        }

        var found = await Store.Subscriptions.ListAsync(new SubscriptionFilter { Status = status }, CancellationToken.None);

        found.Should().ContainSingle().Which.Status.Should().Be(status);
    }

    [Fact]
    public async Task All_filters_given_must_hold()
    {
        var wanted = await Store.SubscribeAsync(TestData.Subscription("A", "B"));
        await Store.SubscribeAsync(TestData.Subscription("A"));
        await Store.SubscribeAsync(TestData.Subscription("B"));
        await Store.SubscribeAsync(TestData.Subscription("A", "B") with { Status = SubscriptionStatus.Paused });

        var filter = new SubscriptionFilter { Label = "A", AnyLabel = ["B", "C"], Status = SubscriptionStatus.Active };

        (await ListAsync(filter)).Should().Equal(wanted.Id);
    }

    [Fact]
    public async Task Pages_cover_everything_once_in_order()
    {
        for (var i = 0; i < 7; i++)
        {
            await Store.SubscribeAsync(TestData.Subscription(i % 2 == 0 ? "even" : "odd"));
        }

        var all = await ListAsync(SubscriptionFilter.All);
        all.Should().HaveCount(7);
        (await PagesAsync(new SubscriptionFilter { Limit = 3 })).Should().Equal(all);
        (await PagesAsync(new SubscriptionFilter { Limit = 1, Label = "odd" })).Should().Equal(all[1], all[3], all[5]);
    }

    [Fact]
    public async Task A_page_may_begin_after_an_id_that_is_gone()
    {
        var first = await Store.SubscribeAsync();
        var second = await Store.SubscribeAsync();
        await Store.DeleteAsync(first);

        (await ListAsync(new SubscriptionFilter { After = first.Id })).Should().Equal(second.Id);
    }

    private async Task<List<Guid>> ListAsync(SubscriptionFilter filter) =>
        [.. (await Store.Subscriptions.ListAsync(filter, CancellationToken.None)).Select(s => s.Id)];

    private async Task<List<Guid>> PagesAsync(SubscriptionFilter filter)
    {
        var (found, page) = (new List<Guid>(), await ListAsync(filter));
        while (page.Count > 0)
        {
            page.Should().HaveCountLessThanOrEqualTo(filter.Limit!.Value);
            found.Should().NotIntersectWith(page);
            found.AddRange(page);
            page = await ListAsync(filter with { After = page[^1] });
        }

        return found;
    }
}
