using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Tests.Dispatching;

public sealed class CircuitsTests
{
    private static readonly DeliveryResult Down = DeliveryResult.Retry(ErrorCodes.ConnectionFailed);

    private readonly VirtualClock _time = new();
    private readonly Circuits _circuits;

    public CircuitsTests() =>
        _circuits = new Circuits(Options.Create(new EventBusOptions { CircuitThreshold = 2 }), _time, NullLogger<Circuits>.Instance);

    [Fact]
    public void What_has_no_destination_is_never_kept_waiting()
    {
        Fail(null, 10);

        _circuits.Enter(null, out _).Should().BeNull();
    }

    [Fact]
    public void Each_destination_has_its_own()
    {
        Fail("https://a:443", 2);
        Fail("https://b:443", 1);

        _circuits.Enter("https://a:443", out _).Should().Be(TimeSpan.FromSeconds(5));
        _circuits.Enter("https://b:443", out _).Should().BeNull();
        _circuits.Enter("https://c:443", out _).Should().BeNull();
    }

    [Fact]
    public void An_attempt_that_was_cancelled_counts_for_nothing()
    {
        Fail("https://a:443", 1);
        _circuits.Enter("https://a:443", out var permit);
        _circuits.Report(permit, result: null);

        Fail("https://a:443", 1);

        _circuits.Enter("https://a:443", out _).Should().NotBeNull();
    }

    [Fact]
    public void A_probe_that_was_cancelled_lets_another_one_probe()
    {
        Fail("https://a:443", 2);
        _time.Advance(TimeSpan.FromSeconds(5));
        _circuits.Enter("https://a:443", out var probe).Should().BeNull();
        _circuits.Enter("https://a:443", out _).Should().NotBeNull();

        _circuits.Report(probe, result: null);

        _circuits.Enter("https://a:443", out _).Should().BeNull();
    }

    [Fact]
    public void Those_that_are_open_are_not_forgotten_however_many_fail()
    {
        Fail("https://first:443", 2);
        for (var i = 0; i < 25_000; i++)
        {
            Fail($"https://host{i}:443", 1);
        }

        _circuits.Enter("https://first:443", out _).Should().NotBeNull();
        _circuits.Known.Should().BeLessThanOrEqualTo(10_000);
    }

    private void Fail(string? destination, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _circuits.Enter(destination, out var permit);
            _circuits.Report(permit, Down);
        }
    }
}
