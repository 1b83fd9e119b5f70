using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.Conformance.Receipts;

/// <summary>One message after the other: new, duplicate, rolled back.</summary>
public abstract class ReceiptStoreConformance : ReceiptConformance
{
    public static TheoryData<string> OddIds =>
    [
        "0198c5b2-7f3e-7a11-9c55-2b6f0d9a4e01",
        new string('a', 128),
        new string('b', 5000),
        "'; DROP TABLE insidelabs_receipts; --",
        "\"double\" and 'single' and `back`",
        "?1",
        "$id",
        " ",
        "%",
        "naïve-Привет-日本-🚌",
        "line\nbreak\ttab",
    ];

    [Fact]
    public async Task A_message_is_new_until_its_receipt_is_committed_and_a_duplicate_ever_after()
    {
        await using (var receipt = await Receipts.BeginNewAsync("m-1"))
        {
            receipt.MessageId.Should().Be("m-1");
            await receipt.CommitAsync(CancellationToken.None);
        }

        (await Receipts.BeginAsync("m-1")).Should().BeNull();
        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }

    [Fact]
    public async Task Another_message_is_no_duplicate()
    {
        await Receipts.HandleAsync("m-1");

        (await Receipts.IsNewAsync("m-2")).Should().BeTrue();
        (await Receipts.IsNewAsync("M-1")).Should().BeTrue(because: "ids are compared ordinally");
        (await Receipts.IsNewAsync("m-1 ")).Should().BeTrue(because: "ids are never trimmed");
    }

    [Fact]
    public async Task A_receipt_that_is_disposed_without_a_commit_leaves_the_message_new()
    {
        await (await Receipts.BeginNewAsync("m-1")).DisposeAsync();

        await Receipts.HandleAsync("m-1");
        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }

    [Fact]
    public async Task Committing_and_disposing_twice_do_nothing_more()
    {
        var receipt = await Receipts.BeginNewAsync("m-1");

        await receipt.CommitAsync(CancellationToken.None);
        await receipt.CommitAsync(CancellationToken.None);
        await receipt.DisposeAsync();
        await receipt.DisposeAsync();

        (await Receipts.BeginAsync("m-1")).Should().BeNull();
        (await Receipts.IsNewAsync("m-2")).Should().BeTrue();
    }

    [Fact]
    public async Task A_receipt_that_was_rolled_back_cannot_be_committed()
    {
        var receipt = await Receipts.BeginNewAsync("m-1");
        await receipt.DisposeAsync();

        var commit = async () => await receipt.CommitAsync(CancellationToken.None);

        await commit.Should().ThrowAsync<InvalidOperationException>();
        (await Receipts.IsNewAsync("m-1")).Should().BeTrue();
    }

    [Fact]
    public async Task A_commit_that_is_cancelled_before_it_begins_commits_nothing_and_can_be_repeated()
    {
        await using var receipt = await Receipts.BeginNewAsync("m-1");

        var commit = async () => await receipt.CommitAsync(new CancellationToken(canceled: true));

        await commit.Should().ThrowAsync<OperationCanceledException>();
        await receipt.CommitAsync(CancellationToken.None);
        await receipt.DisposeAsync();
        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task An_id_is_data_whatever_stands_in_it(string messageId)
    {
        await Receipts.HandleAsync(messageId);

        (await Receipts.BeginAsync(messageId)).Should().BeNull();
        (await Receipts.IsNewAsync(messageId + "x")).Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_empty_id_is_refused(string? messageId)
    {
        var begin = async () => await Receipts.Store.BeginAsync(messageId!, CancellationToken.None);

        await begin.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_begin_that_is_cancelled_already_opens_nothing()
    {
        var begin = () => Receipts.BeginAsync("m-1", new CancellationToken(canceled: true));

        await begin.Should().ThrowAsync<OperationCanceledException>();
        await Receipts.HandleAsync("m-1");
    }
}
