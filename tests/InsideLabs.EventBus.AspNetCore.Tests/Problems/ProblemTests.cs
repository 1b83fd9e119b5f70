using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Tests.Problems;

public sealed class ProblemTests
{
    /// <summary>A host's exception handler writes problems too: an exception out of it is logged as a defect of the host.</summary>
    [Fact]
    public async Task A_caller_who_has_gone_is_no_failure()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        var write = () => Problem.WriteAsync(context, StatusCodes.Status400BadRequest, ErrorCodes.RequestMalformed, "It was cut off.");
        await write.Should().NotThrowAsync();
        context.Response.StatusCode.Should().Be(StatusCodes.Status400BadRequest);
    }
}
