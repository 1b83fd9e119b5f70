using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>Resource types, actions and origins: what was saved is found, and ids and mnemonics are unique in their kind.</summary>
public abstract class ReferenceItemConformance : StoreConformance
{
    public static TheoryData<ReferenceKind> Kinds() => new(Enum.GetValues<ReferenceKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_empty_store_has_none(ReferenceKind kind)
    {
        (await Store.FindAsync(kind, TestData.NewId())).Should().BeNull();
        (await FindAsync(kind, "ORDER")).Should().BeNull();
        (await ListAsync(kind)).Should().BeEmpty();
        (await Store.DeleteAsync(kind, TestData.NewId())).Should().Be(ReferenceResult.NotFound);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_field_survives(ReferenceKind kind)
    {
        var full = TestData.Reference("ORDER \"1\" 'ü' 🚀 %_") with { Title = "Ü 🚀 'title'", Description = "line\r\nline\t\"x\"" };
        var bare = TestData.Reference() with { Description = null };
        var empty = TestData.Reference() with { Description = string.Empty };
        foreach (var item in new[] { full, bare, empty })
        {
            await Store.CreateAsync(kind, item);

            (await Store.FindAsync(kind, item.Id)).Should().Be(item);
            (await FindAsync(kind, item.Mnemonic)).Should().Be(item);
        }

        (await ListAsync(kind)).Should().Equal(full, bare, empty);
    }

    [Fact]
    public async Task Each_kind_has_ids_and_mnemonics_of_its_own()
    {
        var first = TestData.Reference("SAME");
        foreach (var kind in Enum.GetValues<ReferenceKind>())
        {
            await Store.CreateAsync(kind, first with { Title = kind.ToString() });
        }

        (await Store.DeleteAsync(ReferenceKind.Action, first.Id)).Should().Be(ReferenceResult.Done);

        (await FindAsync(ReferenceKind.ResourceType, "SAME"))!.Title.Should().Be(nameof(ReferenceKind.ResourceType));
        (await FindAsync(ReferenceKind.Action, "SAME")).Should().BeNull();
        (await Store.FindAsync(ReferenceKind.Origin, first.Id))!.Title.Should().Be(nameof(ReferenceKind.Origin));
        (await ListAsync(ReferenceKind.Action)).Should().BeEmpty();
    }

    [Fact]
    public async Task Mnemonics_compare_exactly()
    {
        string[] mnemonics = ["ORDER", "order", "Order", " ORDER", "ORDER ", "ORDE", "caf\u00e9", "cafe\u0301", "CAF\u00c9", "\u0130", "I"];
        foreach (var mnemonic in mnemonics)
        {
            await Store.CreateAsync(ReferenceKind.Action, TestData.Reference(mnemonic));
        }

        foreach (var mnemonic in mnemonics)
        {
            (await FindAsync(ReferenceKind.Action, mnemonic))!.Mnemonic.Should().Be(mnemonic);
        }

        (await FindAsync(ReferenceKind.Action, "oRDER")).Should().BeNull();
    }

    [Fact]
    public async Task What_is_taken_is_refused_and_changes_nothing()
    {
        var a = await Store.CreateAsync(ReferenceKind.Origin, TestData.Reference("A"));
        var b = await Store.CreateAsync(ReferenceKind.Origin, TestData.Reference("B"));

        (await SaveAsync(TestData.Reference("C") with { Id = a.Id }, isNew: true)).Should().Be(ReferenceResult.IdTaken);
        (await SaveAsync(a, isNew: true)).Should().Be(ReferenceResult.IdTaken);
        (await SaveAsync(TestData.Reference("B"), isNew: true)).Should().Be(ReferenceResult.MnemonicTaken);
        (await SaveAsync(a with { Mnemonic = "B", Title = "New" }, isNew: false)).Should().Be(ReferenceResult.MnemonicTaken);

        (await ListAsync(ReferenceKind.Origin)).Should().Equal(a, b);
        (await FindAsync(ReferenceKind.Origin, "C")).Should().BeNull();
        (await FindAsync(ReferenceKind.Origin, "A")).Should().Be(a);
    }

    [Fact]
    public async Task A_change_replaces_and_frees_the_old_mnemonic()
    {
        var item = await Store.CreateAsync(ReferenceKind.Origin, TestData.Reference("OLD") with { Description = "was" });
        var titled = item with { Title = "Another", Description = null };
        var renamed = titled with { Mnemonic = "NEW" };

        (await SaveAsync(titled, isNew: false)).Should().Be(ReferenceResult.Done);
        (await FindAsync(ReferenceKind.Origin, "OLD")).Should().Be(titled);
        (await SaveAsync(renamed, isNew: false)).Should().Be(ReferenceResult.Done);

        (await FindAsync(ReferenceKind.Origin, "OLD")).Should().BeNull();
        (await FindAsync(ReferenceKind.Origin, "NEW")).Should().Be(renamed);
        await Store.CreateAsync(ReferenceKind.Origin, TestData.Reference("OLD"));
        (await ListAsync(ReferenceKind.Origin)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Changing_what_is_not_there_creates_nothing()
    {
        var item = TestData.Reference("NONE");

        (await SaveAsync(item, isNew: false)).Should().Be(ReferenceResult.NotFound);

        (await ListAsync(ReferenceKind.Origin)).Should().BeEmpty();
        (await FindAsync(ReferenceKind.Origin, "NONE")).Should().BeNull();
    }

    [Fact]
    public async Task A_deletion_frees_the_id_and_the_mnemonic()
    {
        var item = await Store.CreateAsync(ReferenceKind.Origin, TestData.Reference("GONE"));

        (await Store.DeleteAsync(ReferenceKind.Origin, item.Id)).Should().Be(ReferenceResult.Done);

        (await Store.FindAsync(ReferenceKind.Origin, item.Id)).Should().BeNull();
        (await FindAsync(ReferenceKind.Origin, "GONE")).Should().BeNull();
        (await Store.DeleteAsync(ReferenceKind.Origin, item.Id)).Should().Be(ReferenceResult.NotFound);
        await Store.CreateAsync(ReferenceKind.Origin, item with { Title = "Again" });
        (await FindAsync(ReferenceKind.Origin, "GONE"))!.Title.Should().Be("Again");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_cover_everything_once_in_ascending_order(int limit)
    {
        // Random ids: some of them have their first bit set, where signed and unsigned orders part.
        var ids = Enumerable.Range(0, 7).Select(_ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
        {
            await Store.CreateAsync(ReferenceKind.Action, TestData.Reference() with { Id = id });
        }

        await Store.CreateAsync(ReferenceKind.Origin);
        var found = new List<Guid>();
        while (await ListAsync(ReferenceKind.Action, limit, found.Count == 0 ? null : found[^1]) is { Count: > 0 } page)
        {
            page.Should().HaveCountLessThanOrEqualTo(limit);
            found.AddRange(page.Select(i => i.Id));
        }

        found.Should().Equal(ids.OrderBy(id => id.ToString("D"), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_stores_nothing()
    {
        var item = TestData.Reference();
        var cancelled = new CancellationToken(canceled: true);

        var save = async () => await Store.References.SaveAsync(ReferenceKind.Action, item, isNew: true, cancelled);
        var list = async () => await Store.References.ListAsync(ReferenceKind.Action, limit: null, after: null, cancelled);

        await save.Should().ThrowAsync<OperationCanceledException>();
        await list.Should().ThrowAsync<OperationCanceledException>();
        (await ListAsync(ReferenceKind.Action)).Should().BeEmpty();
    }

    [Fact]
    public async Task Of_concurrent_creations_of_one_mnemonic_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var mnemonic = $"ROUND-{round}";
            var items = Enumerable.Range(0, 16).Select(_ => TestData.Reference(mnemonic)).ToList();

            var results = await Together.RunAsync(16, i =>
                Store.References.SaveAsync(ReferenceKind.ResourceType, items[i], isNew: true, CancellationToken.None).AsTask());

            results.Where(r => r != ReferenceResult.MnemonicTaken).Should().Equal(ReferenceResult.Done);
            (await FindAsync(ReferenceKind.ResourceType, mnemonic))
                .Should().Be(items[Array.IndexOf(results, ReferenceResult.Done)]);
        }

        (await ListAsync(ReferenceKind.ResourceType)).Should().HaveCount(5);
    }

    [Fact]
    public async Task Of_concurrent_renamings_to_one_mnemonic_exactly_one_wins()
    {
        var items = new List<ReferenceItem>();
        for (var i = 0; i < 8; i++)
        {
            items.Add(await Store.CreateAsync(ReferenceKind.Origin));
        }

        var results = await Together.RunAsync(8, i => SaveAsync(items[i] with { Mnemonic = "WANTED" }, isNew: false).AsTask());

        results.Where(r => r != ReferenceResult.MnemonicTaken).Should().Equal(ReferenceResult.Done);
        (await ListAsync(ReferenceKind.Origin)).Count(i => string.Equals(i.Mnemonic, "WANTED", StringComparison.Ordinal)).Should().Be(1);
    }

    private ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, string mnemonic) =>
        Store.References.FindAsync(kind, mnemonic, CancellationToken.None);

    private ValueTask<ReferenceResult> SaveAsync(ReferenceItem item, bool isNew) =>
        Store.References.SaveAsync(ReferenceKind.Origin, item, isNew, CancellationToken.None);

    private ValueTask<IReadOnlyList<ReferenceItem>> ListAsync(ReferenceKind kind, int? limit = null, Guid? after = null) =>
        Store.References.ListAsync(kind, limit, after, CancellationToken.None);
}
