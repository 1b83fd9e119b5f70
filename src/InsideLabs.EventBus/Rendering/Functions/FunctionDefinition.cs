namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>A function that templates can call.</summary>
/// <param name="Name">Its name after <c>function.</c>.</param>
/// <param name="Least">How many arguments it needs.</param>
/// <param name="Most">How many it takes.</param>
/// <param name="Invoke">What it does.</param>
internal sealed record FunctionDefinition(string Name, int Least, int Most, Func<FunctionCall, FunctionResult> Invoke)
{
    /// <summary>What becomes of arguments without a value.</summary>
    public NothingRule Nothing { get; init; }

    /// <summary>How many arguments it takes, as a message says it.</summary>
    public string DescribeCount() => (Least, Most) switch
    {
        (0, 0) => "no arguments",
        (1, 1) => "1 argument",
        _ when Least == Most => $"{Least} arguments",
        _ => $"{Least} to {Most} arguments",
    };
}

/// <summary>What becomes of arguments without a value.</summary>
internal enum NothingRule
{
    /// <summary>A missing argument, or null as the first one, is the answer: the function is not asked.</summary>
    IsTheAnswer = 0,

    /// <summary>As above, but null is a value.</summary>
    TakesNull,

    /// <summary>The function gets them all the same, and a path that leads nowhere is still worth a warning.</summary>
    TakesAll,

    /// <summary>The function has an answer for a first argument without value, so that it is worth no warning.</summary>
    Forgives,
}
