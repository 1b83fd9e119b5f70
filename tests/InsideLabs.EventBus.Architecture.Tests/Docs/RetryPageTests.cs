using System.Globalization;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The tables of docs/concepts/retries.md are what the library does.</summary>
public sealed class RetryPageTests
{
    private const string Destination = "https://example.com:443";

    private static readonly RepositoryFile Page = Repository.Files("docs/concepts", "retries.md").Single();

    public static TheoryData<string, string, string, string> Answers()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var cells in Table("what happened").Where(c => !c[0].StartsWith("an address", StringComparison.Ordinal) && !c[0].StartsWith("a template", StringComparison.Ordinal)))
        {
            rows.Add(cells[0], cells[1], cells[2].Split(',')[0].Trim('`'), cells[4]);
        }

        return rows;
    }

    public static TheoryData<string, string, string> Ranges()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var cells in Table("option of").Where(c => char.IsAsciiDigit(c[1][0])))
        {
            rows.Add(cells[0].Trim('`'), cells[1], cells[2]);
        }

        return rows;
    }

    [Fact]
    public void The_ladder_of_the_page_is_the_default()
    {
        var ladder = RetryLadder.Default;
        var rows = Table("attempt").ToList();

        rows.Should().HaveCount(ladder.Delays.Length);
        foreach (var (cells, i) in rows.Select((c, i) => (c, i)))
        {
            cells[0].Should().Be((i + 2).ToString(CultureInfo.InvariantCulture));
            (Time(cells[1]), Time(cells[2]), Time(cells[3])).Should().Be((ladder.Delays[i], ladder.DelayAfter(i + 1, 0)!.Value, ladder.DelayAfter(i + 1, 1)!.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_ends_as_the_page_says_and_moves_the_circuit_so(string what, string attempt, string code, string circuit)
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        host.Adapter.Answers.Next([.. Down(4), ResultOf(what), .. Down(4)]);
        for (var i = 0; i < 4; i++)
        {
            await SendAsync(host, Destination);
        }

        var subscription = await SubscribeAsync(host, Destination);
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-5" });
        await host.WhenIdleAsync();

        var audit = Assert.Single(await host.Probe(receipt.EventId, subscription).AttemptsAsync());
        (audit.Outcome.ToString().ToLowerInvariant(), audit.Code ?? string.Empty).Should().Be((attempt, code));
        await host.Subscriptions.DeleteAsync(subscription.Id);

        // Four failures before: a fifth opens it, nothing leaves four, and "closes" begins anew.
        var begun = 0;
        while (begun < 5 && await SendAsync(host, Destination))
        {
            begun++;
        }

        begun.Should().Be(circuit switch
        {
            "counts a failure" => 0,
            "stays as it is" => 1,
            "closes" => 5,
            _ => throw new InvalidOperationException($"'{circuit}' is nothing that a circuit does."),
        });
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void An_option_has_the_default_and_the_range_of_the_page(string name, string given, string range)
    {
        var property = typeof(EventBusOptions).GetProperty(name)!;
        object Value(string text) => property.PropertyType == typeof(int) ? int.Parse(text, CultureInfo.InvariantCulture) : Time(text);

        property.GetValue(new EventBusOptions()).Should().Be(Value(given));

        var ends = range.Split(", ")[0].Split(" to ");
        foreach (var (end, isLeast) in new[] { (ends[0], true), (ends[1], false) }.Where(e => !e.Item1.StartsWith('`')))
        {
            var value = Value(end);
            IsValid(options => Set(options, value)).Should().BeTrue(because: "{0} may be {1}", becauseArgs: [name, end]);
            IsValid(options => Set(options, Beyond(value, isLeast))).Should().BeFalse(because: "{0} is out of the range {1}", becauseArgs: [name, range]);
        }

        if (range.Contains("null", StringComparison.Ordinal))
        {
            IsValid(options => Set(options, value: null)).Should().BeTrue(because: "{0} may be null", becauseArgs: [name]);
        }

        void Set(EventBusOptions options, object? value)
        {
            property.SetValue(options, value);
            if (name == nameof(EventBusOptions.CircuitDelay) && value is TimeSpan delay && delay > options.CircuitMaxDelay)
            {
                options.CircuitMaxDelay = delay;
            }
        }
    }

    [Fact]
    public void Each_table_is_found()
    {
        Answers().Should().HaveCount(11);
        Ranges().Should().HaveCount(8);
    }

    [Fact]
    public void The_kept_times_are_those_of_the_options()
    {
        var kept = Table("").Where(c => c[2].StartsWith('`')).ToDictionary(c => c[2].Trim('`'), c => Time(c[1]));
        kept.Should().Equal(new Dictionary<string, TimeSpan>
        {
            [nameof(EventBusOptions.KeepDeliveries)] = new EventBusOptions().KeepDeliveries!.Value,
            [nameof(EventBusOptions.KeepAttempts)] = new EventBusOptions().KeepAttempts!.Value,
        });
    }

    private static object Beyond(object value, bool isLeast) => value switch
    {
        int number => isLeast ? number - 1 : number + 1,
        TimeSpan time => isLeast ? time - TimeSpan.FromTicks(1) : time + TimeSpan.FromTicks(1),
        _ => throw new InvalidOperationException($"{value} has no neighbour."),
    };

    private static bool IsValid(Action<EventBusOptions> configure)
    {
        using var services = new ServiceCollection().AddLogging().AddInsideLabsEvents(configure).UseInMemoryStore().Services.BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<EventBusOptions>>().Value;
            return true;
        }
        catch (OptionsValidationException)
        {
            return false;
        }
    }

    private static IEnumerable<ScriptedAnswer> Down(int times) =>
        Enumerable.Repeat(ScriptedAnswer.Of(DeliveryResult.Retry(ErrorCodes.ConnectionFailed, "refused")), times);

    /// <summary>What adapters make of it; their own tests show that.</summary>
    private static ScriptedAnswer ResultOf(string what) => what switch
    {
        "2xx" => DeliveryResult.Delivered(204),
        "410" => DeliveryResult.Gone(ErrorCodes.EndpointGone, statusCode: 410),
        "413" => DeliveryResult.Rejected(ErrorCodes.PayloadRefused, statusCode: 413),
        "429" => DeliveryResult.Retry(ErrorCodes.Http429, statusCode: 429),
        "3xx, which is never followed" => DeliveryResult.Retry(ErrorCodes.Http3xx, statusCode: 302),
        "any other 4xx" => DeliveryResult.Retry(ErrorCodes.Http4xx, statusCode: 404),
        "5xx" => DeliveryResult.Retry(ErrorCodes.Http5xx, statusCode: 503),
        "no answer in time" => DeliveryResult.Retry(ErrorCodes.Timeout),
        "no connection" => DeliveryResult.Retry(ErrorCodes.ConnectionFailed),
        "an answer that is no HTTP" => DeliveryResult.Retry(ErrorCodes.ProtocolError),
        "the adapter threw, or lacks settings" => ScriptedAnswer.Throw(new InvalidOperationException("a bug")),
        _ => throw new InvalidOperationException($"The page has a row '{what}' that nobody plays."),
    };

    private static Task<Subscription> SubscribeAsync(EventBusTestHost host, string destination) => host.SubscribeAsync(
        "shop.order.*", draft => (draft.Config, draft.RetryDelays) = (RecordingAdapter.Config(destination: destination), [3600]));

    /// <summary>Makes a delivery of its own to the destination; whether it was attempted.</summary>
    private static async Task<bool> SendAsync(EventBusTestHost host, string destination)
    {
        var before = host.Adapter.Sends.Count;
        var subscription = await SubscribeAsync(host, destination);
        await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1" });
        await host.WhenIdleAsync();
        await host.Subscriptions.DeleteAsync(subscription.Id);
        return host.Adapter.Sends.Count > before;
    }

    private static TimeSpan Time(string text)
    {
        var (number, unit) = (double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), text.Split(' ')[1]);
        return unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "days" => TimeSpan.FromDays(number),
            _ => throw new InvalidOperationException($"'{unit}' is no unit of time."),
        };
    }

    /// <summary>The rows of the table whose first heading begins so.</summary>
    private static IEnumerable<string[]> Table(string heading)
    {
        var rows = Page.Lines.Select(l => l.StartsWith('|') ? l.Split('|')[1..^1].Select(c => c.Trim()).ToArray() : null).ToList();
        var at = rows.FindIndex(r => r is not null && (heading.Length == 0 ? r[0].Length == 0 : r[0].StartsWith(heading, StringComparison.Ordinal)));
        return rows.Skip(at + 2).TakeWhile(r => r is not null)!;
    }
}
