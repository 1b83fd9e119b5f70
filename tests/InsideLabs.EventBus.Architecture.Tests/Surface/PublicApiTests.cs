using System.Reflection;

namespace InsideLabs.EventBus.Architecture.Tests.Surface;

/// <summary>
/// What is public is a promise. It stands in docs/reference/public-api, one file for each package, so that every change of it is
/// seen in review. To accept a change, run these tests once with the environment variable UPDATE_PUBLIC_API=1.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") is "1";

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_one_on_record(string package)
    {
        var actual = PublicApi.Describe(Assembly.LoadFrom(Repository.AssemblyOf(package)));
        var record = Repository.PathOf($"docs/reference/public-api/{package}.txt");
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(record)!);
            File.WriteAllText(record, actual);
        }

        File.Exists(record).Should().BeTrue(because: "the surface of {0} is written down; run with UPDATE_PUBLIC_API=1 to write it", package);
        var (isNow, was) = (actual.Split('\n'), File.ReadAllText(record).Split('\n'));
        string.Join('\n', was.Except(isNow, StringComparer.Ordinal).Select(l => "- " + l).Concat(isNow.Except(was, StringComparer.Ordinal).Select(l => "+ " + l)))
            .Should().BeEmpty("a change of the surface of {0} is decided, then recorded with UPDATE_PUBLIC_API=1", package);
        isNow.Should().Equal(was);
    }

    [Fact]
    public void No_record_is_left_of_a_package_that_is_gone() =>
        Repository.Files("docs/reference/public-api", "*.txt").Select(f => Path.GetFileNameWithoutExtension(f.Name)).Should().BeEquivalentTo(Repository.Packages);

    [Fact]
    public void A_surface_is_listed_as_a_reader_knows_it() =>
        PublicApi.Describe([typeof(Listed), typeof(IListed<>), typeof(Shade)]).Should().Be("""
            interface InsideLabs.EventBus.Architecture.Tests.Surface.IListed<T> where T : class
                T? Find(string name, in int start = 3)

            sealed record class InsideLabs.EventBus.Architecture.Tests.Surface.Listed : IEquatable<Listed>
                IReadOnlyList<string?>? Names { get; }
                Listed(int Size)
                const string Code = "code"
                int Size { get; init; }
                required string Title { get; init; }
                static bool TryMake(string? text, out Listed? made)

            enum InsideLabs.EventBus.Architecture.Tests.Surface.Shade
                Dark = 1
                Light = 0

            """.ReplaceLineEndings("\n"));
}

/// <summary>A type to list.</summary>
internal interface IListed<T>
    where T : class
{
    T? Find(string name, in int start = 3);
}

/// <summary>A type to list; what is internal or private in it must not show.</summary>
internal sealed record Listed(int Size)
{
    public const string Code = "code";

    public required string Title { get; init; }

    public IReadOnlyList<string?>? Names { get; private set; }

    internal int Hidden => Size;

    public static bool TryMake(string? text, out Listed? made)
    {
        made = text is null ? null : new Listed(text.Length) { Title = text, Names = [text] };
        return made is not null;
    }
}

/// <summary>A type to list.</summary>
internal enum Shade
{
    Light = 0,
    Dark = 1,
}
