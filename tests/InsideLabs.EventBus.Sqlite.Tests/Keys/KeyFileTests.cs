using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Keys;

namespace InsideLabs.EventBus.Sqlite.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.File("events.db.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_start_makes_a_key_that_only_the_owner_may_read()
    {
        var ring = KeyFile.ReadOrCreate(FilePath);

        new FileInfo(FilePath).UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(FilePath).Should().MatchRegex($"^{ring.Current.Id}:[A-Za-z0-9+/]{{43}}=\n$");
        Directory.GetFiles(_directory.Path).Should().ContainSingle("no draft is left behind");
    }

    [Fact]
    public void The_next_start_reads_the_same_key()
    {
        var first = KeyFile.ReadOrCreate(FilePath);
        var written = File.ReadAllText(FilePath);

        var second = KeyFile.ReadOrCreate(FilePath);

        second.Current.Id.Should().Be(first.Current.Id);
        File.ReadAllText(FilePath).Should().Be(written);
    }

    [Fact]
    public void Two_files_hold_different_keys()
    {
        KeyFile.ReadOrCreate(FilePath);
        KeyFile.ReadOrCreate(_directory.File("other.key"));

        File.ReadAllText(FilePath).Split(':')[1].Should().NotBe(File.ReadAllText(_directory.File("other.key")).Split(':')[1]);
    }

    [Fact]
    public void The_first_line_writes_and_the_others_are_still_read()
    {
        File.WriteAllText(FilePath, $"new:{Key(1)}\n\n old:{Key(2)} \n");

        var ring = KeyFile.ReadOrCreate(FilePath);

        ring.Current.Id.Should().Be("new");
        ring.Find("old").Should().NotBeNull();
        ring.Find("older").Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("no colon")]
    [InlineData("id:not base64")]
    [InlineData("id:c2VjcmV0LXNob3J0")]
    [InlineData("bad id:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("twice:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ntwice:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    public void A_damaged_file_is_named_kept_and_never_quoted(string content)
    {
        File.WriteAllText(FilePath, content);

        var read = () => KeyFile.ReadOrCreate(FilePath);

        var failure = read.Should().Throw<EventBusException>().WithMessage($"*{FilePath}*").Which;
        failure.Code.Should().Be(ErrorCodes.SecretUnreadable);
        failure.ToString().Should().NotContain("c2VjcmV0").And.NotContain("AAECAwQF");
        File.ReadAllText(FilePath).Should().Be(content);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        Directory.CreateDirectory(FilePath);

        var read = () => KeyFile.ReadOrCreate(FilePath);

        read.Should().Throw<EventBusException>().WithMessage($"*{FilePath}*").Which.Code.Should().Be(ErrorCodes.SecretUnreadable);
    }

    private static string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}
