using System.Globalization;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore;

internal sealed class HttpApiOptionsValidator : IValidateOptions<HttpApiOptions>
{
    private const int Least = 1024;

    private const int Most = 64 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, HttpApiOptions options) => options.MaxBodyBytes is >= Least and <= Most
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(string.Create(
            CultureInfo.InvariantCulture,
            $"{nameof(HttpApiOptions)}.{nameof(HttpApiOptions.MaxBodyBytes)} is {options.MaxBodyBytes}: give a number of bytes from {Least} to {Most}."));
}
