using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Matching;

/// <summary>
/// Random patterns and types over so few segments that prefixes, equal patterns and near misses are common. The segments have
/// the lengths at which the hash reads differently: up to 3, 4 to 8, and more than 8 characters.
/// </summary>
internal static class PatternGen
{
    private static readonly string[] Segments = ["a", "b", "ab", "abc", "abcd", "abcde", "cccca", "ccccca", "abcdefgh", "abcdefghi", "a-long_segment-17"];

    private static readonly Gen<string> Segment = Gen.Frequency((5, Gen.Elements("a", "b")), (1, Gen.Elements(Segments)));

    public static Gen<string> Type { get; } = Path(3, 6);

    public static Gen<EventPattern> Pattern { get; } = Gen.Frequency(
        (2, Path(3, 6)),
        (3, Path(1, 5).Select(path => path + ".*"))).Select(EventPattern.Parse);

    private static Gen<string> Path(int fewest, int most) =>
        Gen.Choose(fewest, most).SelectMany(length => Segment.ArrayOf(length)).Select(segments => string.Join('.', segments));
}
