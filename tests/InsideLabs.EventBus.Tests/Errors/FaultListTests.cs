using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Errors;

public sealed class FaultListTests
{
    [Fact]
    public void An_empty_list_does_not_throw()
    {
        var faults = new FaultList();

        faults.Invoking(f => f.ThrowIfAny()).Should().NotThrow();
        faults.Should().BeEmpty();
    }

    [Fact]
    public void Every_fault_is_thrown_at_once_in_the_order_collected()
    {
        var faults = new FaultList();
        faults.Add("labels[3]", ErrorCodes.LabelMalformed, "'a,b' is not a label.");
        faults.Add("config.url", ErrorCodes.HttpsRequired, "Use https.");

        var exception = faults.Invoking(f => f.ThrowIfAny()).Should().Throw<EventBusValidationException>().Which;

        exception.Code.Should().Be(ErrorCodes.LabelMalformed);
        exception.Faults.Should().Equal(
            new Fault("labels[3]", ErrorCodes.LabelMalformed, "'a,b' is not a label."),
            new Fault("config.url", ErrorCodes.HttpsRequired, "Use https."));
        exception.Message.Should().Be(
            "labels[3]: 'a,b' is not a label. (label_malformed) config.url: Use https. (https_required)");
    }

    [Fact]
    public void An_exception_keeps_the_faults_it_was_made_of()
    {
        var faults = new FaultList();
        faults.Add("a", ErrorCodes.FieldRequired, "Missing.");
        var exception = faults.Invoking(f => f.ThrowIfAny()).Should().Throw<EventBusValidationException>().Which;

        faults.Add("b", ErrorCodes.FieldRequired, "Missing.");

        exception.Faults.Should().ContainSingle();
        faults.Count.Should().Be(2);
        faults[1].Field.Should().Be("b");
    }

    [Fact]
    public void A_fault_of_the_whole_input_has_no_field_in_the_message() =>
        new EventBusValidationException(string.Empty, ErrorCodes.JsonMalformed, "The JSON is malformed.")
            .Message.Should().Be("The JSON is malformed. (json_malformed)");
}
