using InsideLabs.EventBus.Dispatching;

namespace InsideLabs.EventBus.Tests.Dispatching;

public sealed class CircuitTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Circuit _circuit = new(threshold: 3, First, Longest);
    private TimeSpan _now;

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row()
    {
        Fail().Should().BeNull();
        Fail().Should().BeNull();
        Enter().Should().BeNull("two are not enough");

        Fail().Should().Be(First);

        Enter().Should().Be(First);
        After(2);
        Enter().Should().Be(TimeSpan.FromSeconds(3));
        _circuit.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void A_success_between_begins_the_count_anew()
    {
        Fail();
        Fail();
        _circuit.Succeed(isProbe: false).Should().BeTrue(because: "nothing is left against the destination");

        Fail().Should().BeNull();
        Fail().Should().BeNull();
        Fail().Should().Be(First);
    }

    [Fact]
    public void One_attempt_probes_and_the_others_wait_for_it()
    {
        Open();
        After(5);

        _circuit.Enter(_now, out var isProbe).Should().BeNull();
        isProbe.Should().BeTrue();
        _circuit.Enter(_now, out isProbe).Should().Be(First);
        isProbe.Should().BeFalse();
    }

    [Fact]
    public void Each_probe_that_fails_doubles_the_delay_up_to_the_longest()
    {
        Open();
        foreach (var expected in (int[])[10, 20, 30, 30])
        {
            _now += Enter()!.Value;
            Enter().Should().BeNull();
            Fail(isProbe: true).Should().Be(TimeSpan.FromSeconds(expected));
            Enter().Should().Be(TimeSpan.FromSeconds(expected));
        }
    }

    [Fact]
    public void Probes_that_succeed_admit_twice_as_many_until_it_closes()
    {
        Open();
        After(5);
        for (var admitted = 1; admitted < 16; admitted *= 2)
        {
            for (var i = 0; i < admitted; i++)
            {
                Enter().Should().BeNull($"{admitted} may run at once");
            }

            Enter().Should().Be(First, $"no more than {admitted} may run at once");
            for (var i = 1; i < admitted; i++)
            {
                _circuit.Leave(isProbe: true);
            }

            _circuit.Succeed(isProbe: true).Should().Be(admitted == 8);
        }

        _circuit.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void A_probe_that_fails_while_it_recovers_opens_it_with_twice_the_delay()
    {
        Open();
        After(5);
        Enter();
        _circuit.Succeed(isProbe: true);
        Enter().Should().BeNull();
        Enter().Should().BeNull();

        Fail(isProbe: true).Should().Be(TimeSpan.FromSeconds(10));
        Fail(isProbe: true).Should().BeNull("the other one ran beside it");

        Enter().Should().Be(TimeSpan.FromSeconds(10));
        After(10);
        Enter().Should().BeNull();
        Enter().Should().Be(First, "it begins with one probe again");
    }

    [Fact]
    public void Failures_of_attempts_that_began_before_it_opened_do_not_lengthen_it()
    {
        Open();

        Fail().Should().BeNull();
        After(5);
        Fail().Should().BeNull();

        Enter().Should().BeNull();
    }

    [Fact]
    public void A_success_of_an_attempt_that_began_before_it_opened_closes_it()
    {
        Open();

        _circuit.Succeed(isProbe: false).Should().BeTrue();

        Enter().Should().BeNull();
    }

    [Fact]
    public void A_probe_that_was_cancelled_makes_room_for_another()
    {
        Open();
        After(5);
        Enter();

        _circuit.Leave(isProbe: true);

        Enter().Should().BeNull();
    }

    private void Open()
    {
        Fail();
        Fail();
        Fail().Should().Be(First);
    }

    private void After(int seconds) => _now += TimeSpan.FromSeconds(seconds);

    private TimeSpan? Enter() => _circuit.Enter(_now, out _);

    private TimeSpan? Fail(bool isProbe = false) => _circuit.Fail(_now, isProbe);
}
