using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Errors;

public sealed class EventBusExceptionTests
{
    [Fact]
    public void Every_code_is_a_word_of_its_own()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();

        codes.Should().OnlyHaveUniqueItems();
        codes.Should().AllSatisfy(code => code.Should().MatchRegex(@"\A[a-z][a-z0-9]*(_[a-z0-9]+)*\z"));
    }

    [Fact]
    public void Every_exception_is_one_of_the_librarys_and_carries_its_code()
    {
        var cause = new IOException("disk");
        EventBusException[] all =
        [
            new EventBusConflictException(ErrorCodes.IdempotencyConflict, "used"),
            new EventBusNotFoundException("gone"),
            new EventBusStoreException(ErrorCodes.StoreFull, "full", cause),
            new EventBusValidationException("a", ErrorCodes.FieldRequired, "missing"),
        ];

        all.Select(e => e.Code).Should().Equal(
            ErrorCodes.IdempotencyConflict, ErrorCodes.NotFound, ErrorCodes.StoreFull, ErrorCodes.FieldRequired);
        all[2].InnerException.Should().BeSameAs(cause);
        all[1].Message.Should().Be("gone");
    }
}
