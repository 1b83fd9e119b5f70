using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>An endpoint that could not work is not mapped, and every reason is named.</summary>
public sealed class EventReceiverOptionsTests
{
    [Fact]
    public void What_is_left_out_is_named_all_at_once()
    {
        var map = () => Map(_ => { });

        map.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2)
            .And.ContainMatch("SigningSecrets is empty*creation of the subscription*")
            .And.ContainMatch("No event is handled*Handle(...)*");
    }

    [Fact]
    public void The_window_must_be_longer_than_the_senders_ladder_and_both_are_quoted()
    {
        var map = () => Map(options =>
        {
            Complete(options);
            options.ReceiptWindow = TimeSpan.FromDays(2);
        });

        // 75 h 35 min 5 s and a fifth more, and the tolerance.
        map.Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should()
            .Contain("ReceiptWindow is 2.00:00:00").And.Contain("SenderRetryDelays").And.Contain("3.18:47:06");
    }

    [Fact]
    public void A_shorter_ladder_allows_a_shorter_window() => Map(options =>
    {
        Complete(options);
        options.SenderRetryDelays = new RetryLadder(TimeSpan.FromMinutes(10));
        options.ReceiptWindow = TimeSpan.FromMinutes(17) + TimeSpan.FromTicks(1);
    });

    [Theory]
    [InlineData("Tolerance is 00:00:00*between 00:00:01 and 1.00:00:00*")]
    [InlineData("MaxBodyBytes is 1023*between 1024 and 67108864*")]
    [InlineData("SenderRetryDelays is null*RetryLadder.Default*")]
    [InlineData("SigningSecrets holds null*")]
    [InlineData("'shop.order.placed' is handled twice*")]
    [InlineData("What no other handler takes is handled twice*")]
    [InlineData("ReceiptWindow is 4000.00:00:00*3650.00:00:00*")]
    public void A_value_that_cannot_work_is_named_with_its_way_out(string message)
    {
        var map = () => Map(options =>
        {
            Complete(options);
            switch (message.Split(' ')[0])
            {
                case "Tolerance":
                    options.Tolerance = TimeSpan.Zero;
                    break;
                case "MaxBodyBytes":
                    options.MaxBodyBytes = 1023;
                    break;
                case "SenderRetryDelays":
                    options.SenderRetryDelays = null!;
                    break;
                case "SigningSecrets":
                    options.SigningSecrets.Add(null!);
                    break;
                case "ReceiptWindow":
                    options.ReceiptWindow = TimeSpan.FromDays(4000);
                    break;
                case "What":
                    options.HandleOthers((_, _) => default).HandleOthers((_, _) => default);
                    break;
                default:
                    options.Handle("shop.order.placed", (_, _) => default);
                    break;
            }
        });

        map.Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    [Fact]
    public void A_pattern_or_a_secret_that_is_none_is_refused_at_once()
    {
        var options = new EventReceiverOptions();

        options.Invoking(o => o.Handle("*", (_, _) => default)).Should().Throw<EventBusValidationException>().Which.Code.Should().Be(ErrorCodes.PatternMalformed);
        options.Invoking(o => o.AddSigningSecret("whsec_short")).Should().Throw<EventBusValidationException>();
    }

    [Fact]
    public void A_host_without_a_receipt_store_is_told_what_to_add()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        app.Invoking(a => a.MapEventReceiver("/hook", Complete)).Should().Throw<InvalidOperationException>()
            .WithMessage("*'/hook'*AddSqliteReceipts*AddInMemoryReceipts*");
    }

    private static void Complete(EventReceiverOptions options)
    {
        options.SigningSecrets.Add(ReceiverHost.Secret);
        options.Handle(ShopEvents.OrderPlaced, (_, _) => default);
    }

    private static void Map(Action<EventReceiverOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddInMemoryReceipts();
        builder.Build().MapEventReceiver("/hook", configure);
    }
}
