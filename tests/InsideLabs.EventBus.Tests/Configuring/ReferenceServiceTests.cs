using System.Text;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Configuring;

public sealed class ReferenceServiceTests : IAsyncLifetime
{
    private readonly EventBusTestHost _host = EventBusTestHost.Build(bus => bus.CaptureLogs());

    private ReferenceService References => _host.Services.GetRequiredService<ReferenceService>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(ReferenceKind.ResourceType)]
    [InlineData(ReferenceKind.Action)]
    [InlineData(ReferenceKind.Origin)]
    public async Task What_is_created_is_found_by_id_and_by_mnemonic_in_its_kind_only(ReferenceKind kind)
    {
        var created = await References.CreateAsync(kind, new ReferenceDraft { Mnemonic = "ORDER", Title = "Order" });

        created.Id.Version.Should().Be(7);
        (await References.FindAsync(kind, created.Id)).Should().Be(created);
        (await References.FindAsync(kind, "ORDER")).Should().Be(created);
        (await References.FindAsync(kind, "order")).Should().BeNull("mnemonics match exactly");
        foreach (var other in Enum.GetValues<ReferenceKind>().Where(k => k != kind))
        {
            (await References.FindAsync(other, created.Id)).Should().BeNull();
            (await References.ListAsync(other)).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task An_id_of_the_callers_own_is_kept_and_one_is_made_where_there_is_none()
    {
        var id = Guid.Parse("5b0f8a52-6c8e-4b55-8a0e-0f6b2d1c3e4f");
        (await CreateAsync($$"""{"id":"{{id}}","mnemonic":"A","title":"a"}""")).Id.Should().Be(id);
        (await CreateAsync("""{"id":null,"mnemonic":"B","title":"b"}""")).Id.Version.Should().Be(7);
    }

    [Theory]
    [InlineData("""{"mnemonic":"ORDER","title":"Order again"}""")]
    [InlineData("""{"id":"5b0f8a52-6c8e-4b55-8a0e-0f6b2d1c3e4f","mnemonic":"OTHER","title":"Other"}""")]
    public async Task An_id_or_a_mnemonic_that_is_taken_is_a_conflict(string json)
    {
        await CreateAsync("""{"id":"5b0f8a52-6c8e-4b55-8a0e-0f6b2d1c3e4f","mnemonic":"ORDER","title":"Order"}""");
        (await CodeOfAsync(CreateAsync(json))).Should().Be(ErrorCodes.ReferenceTaken);
        (await References.ListAsync(ReferenceKind.ResourceType)).Should().ContainSingle().Which.Title.Should().Be("Order");
    }

    [Theory]
    [InlineData("{}", "mnemonic field_required", "title field_required")]
    [InlineData("""{"mnemonic":null,"title":null}""", "mnemonic field_required", "title field_required")]
    [InlineData("""{"mnemonic":"","title":""}""", "mnemonic parameter_invalid", "title parameter_invalid")]
    [InlineData("""{"mnemonic":7,"title":[],"description":{}}""", "mnemonic type_mismatch", "title type_mismatch", "description type_mismatch")]
    [InlineData("""{"mnemonic":" A","title":"a"}""", "mnemonic parameter_invalid")]
    [InlineData("""{"mnemonic":"A\t","title":"a"}""", "mnemonic parameter_invalid")]
    [InlineData("""{"mnemonic":"A\u0007B","title":"a\nb"}""", "mnemonic parameter_invalid", "title parameter_invalid")]
    [InlineData("""{"mnemonic":"A","title":"  "}""", "title parameter_invalid")]
    [InlineData("""{"mnemonic":"\ud800","title":"\udc00"}""", "mnemonic json_invalid_string", "title json_invalid_string")]
    [InlineData("""{"mnemonic":"A","title":"a\u0000"}""", "title json_invalid_string")]
    [InlineData("""{"id":"x","mnemonic":"A","title":"a"}""", "id parameter_invalid")]
    [InlineData("""{"id":7,"mnemonic":"A","title":"a"}""", "id parameter_invalid")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","mnemonic":"A","title":"a"}""", "id parameter_invalid")]
    [InlineData("""{"mnemonic":"A","titel":"a"}""", "titel property_unknown", "title field_required")]
    [InlineData("[]", " type_mismatch")]
    [InlineData("""{"mnemonic":"A","mnemonic":"B","title":"a"}""", "mnemonic json_duplicate_property")]
    [InlineData("{", " json_malformed")]
    public async Task Every_fault_is_told_at_once(string json, params string[] faults) =>
        (await FaultsOfAsync(CreateAsync(json))).Should().Equal(faults);

    [Theory]
    [InlineData("mnemonic", ReferenceItem.MaxMnemonicLength)]
    [InlineData("title", ReferenceItem.MaxTitleLength)]
    [InlineData("description", ReferenceItem.MaxDescriptionLength)]
    public async Task The_longest_text_is_accepted_and_one_character_more_is_not(string property, int length)
    {
        string Json(int count) => string.Join(
            ',',
            new[] { "mnemonic", "title", "description" }.Select(p => $"\"{p}\":\"{new string('x', p == property ? count : 1)}\""));

        (await FaultsOfAsync(CreateAsync($"{{{Json(length + 1)}}}"))).Should().Equal($"{property} parameter_invalid");
        (await CreateAsync($"{{{Json(length)}}}")).Mnemonic.Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_is_given_in_code_is_judged_by_the_same_rules()
    {
        var draft = new ReferenceDraft { Id = Guid.Empty, Mnemonic = "\ud800", Title = "a\0", Description = "\udc00" };
        var faults = await FaultsOfAsync(References.CreateAsync(ReferenceKind.Action, draft).AsTask());
        faults.Should().Equal("id parameter_invalid", "mnemonic parameter_invalid", "title parameter_invalid", "description parameter_invalid");
    }

    [Fact]
    public async Task An_update_keeps_what_is_absent_replaces_what_is_present_and_ignores_the_id()
    {
        var created = await CreateAsync("""{"mnemonic":"ORDER","title":"Order","description":"Of a customer"}""");

        var titled = await UpdateAsync(created.Id, """{"id":"anything","title":"Orders"}""");
        titled.Should().Be(created with { Title = "Orders" });
        (await UpdateAsync(created.Id, "{}")).Should().Be(titled);
        var cleared = await UpdateAsync(created.Id, """{"description":null,"mnemonic":"ORDERS"}""");
        cleared.Should().Be(titled with { Description = null, Mnemonic = "ORDERS" });
        (await References.FindAsync(ReferenceKind.ResourceType, created.Id)).Should().Be(cleared);
        (await References.FindAsync(ReferenceKind.ResourceType, "ORDER")).Should().BeNull();
    }

    [Theory]
    [InlineData("""{"mnemonic":null,"title":null}""", "mnemonic field_required", "title field_required")]
    [InlineData("""{"mnemonic":"a ","title":7,"x":1}""", "x property_unknown", "title type_mismatch", "mnemonic parameter_invalid")]
    public async Task An_update_is_judged_like_a_creation(string json, params string[] faults)
    {
        var created = await CreateAsync("""{"mnemonic":"ORDER","title":"Order"}""");
        (await FaultsOfAsync(UpdateAsync(created.Id, json))).Should().Equal(faults);
        (await References.FindAsync(ReferenceKind.ResourceType, created.Id)).Should().Be(created);
    }

    [Fact]
    public async Task An_update_cannot_take_the_mnemonic_of_another()
    {
        await CreateAsync("""{"mnemonic":"ORDER","title":"Order"}""");
        var other = await CreateAsync("""{"mnemonic":"CART","title":"Cart"}""");
        (await CodeOfAsync(UpdateAsync(other.Id, """{"mnemonic":"ORDER"}"""))).Should().Be(ErrorCodes.ReferenceTaken);
        (await UpdateAsync(other.Id, """{"mnemonic":"CART","title":"Basket"}""")).Title.Should().Be("Basket");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var id = Guid.NewGuid();
        (await CodeOfAsync(UpdateAsync(id, "{}"))).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(References.DeleteAsync(ReferenceKind.ResourceType, id).AsTask())).Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task What_a_subscription_names_stays_until_the_subscription_is_deleted()
    {
        var type = await CreateAsync("""{"mnemonic":"ORDER","title":"Order"}""");
        var action = await References.CreateAsync(ReferenceKind.Action, new ReferenceDraft { Mnemonic = "CREATE", Title = "Create" });
        var origin = await References.CreateAsync(ReferenceKind.Origin, new ReferenceDraft { Mnemonic = "SHOP", Title = "Shop" });
        var subscription = (await _host.Subscriptions.CreateAsync(new SubscriptionDraft
        {
            ResourceTypeId = type.Id,
            ActionId = action.Id,
            OriginId = origin.Id,
            Config = RecordingAdapter.Config(),
        })).Subscription;

        foreach (var (kind, id) in new[] { (ReferenceKind.ResourceType, type.Id), (ReferenceKind.Action, action.Id), (ReferenceKind.Origin, origin.Id) })
        {
            (await CodeOfAsync(References.DeleteAsync(kind, id).AsTask())).Should().Be(ErrorCodes.ReferenceInUse);
        }

        await _host.Subscriptions.DeleteAsync(subscription.Id);
        await References.DeleteAsync(ReferenceKind.Origin, origin.Id);
        (await References.FindAsync(ReferenceKind.Origin, origin.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Lists_ascend_and_come_in_pages()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await CreateAsync($$"""{"mnemonic":"M{{i}}","title":"t"}""")).Id);
        }

        (await References.ListAsync(ReferenceKind.ResourceType)).Select(i => i.Id).Should().Equal(ids);
        (await References.ListAsync(ReferenceKind.ResourceType, limit: 2, after: ids[1])).Select(i => i.Id).Should().Equal(ids[2], ids[3]);
    }

    [Fact]
    public async Task Changes_are_logged_by_id()
    {
        var created = await CreateAsync("""{"mnemonic":"ORDER","title":"Order"}""");
        await UpdateAsync(created.Id, """{"title":"Orders"}""");
        await References.DeleteAsync(ReferenceKind.ResourceType, created.Id);
        _host.Logs.Entries.Where(e => e.Id == 5000).Select(e => e.Message).Should().Equal(
            $"The resource type {created.Id} was created", $"The resource type {created.Id} was changed", $"The resource type {created.Id} was deleted");
    }

    private async Task<ReferenceItem> CreateAsync(string json) =>
        await References.CreateAsync(ReferenceKind.ResourceType, Encoding.UTF8.GetBytes(json));

    private async Task<ReferenceItem> UpdateAsync(Guid id, string json) =>
        await References.UpdateAsync(ReferenceKind.ResourceType, id, Encoding.UTF8.GetBytes(json));

    private static async Task<string> CodeOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusException>()).Which.Code;

    private static async Task<IEnumerable<string>> FaultsOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => $"{f.Field} {f.Code}");
}
