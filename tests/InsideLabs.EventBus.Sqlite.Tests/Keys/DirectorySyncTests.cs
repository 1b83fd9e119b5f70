using InsideLabs.EventBus.Sqlite.Keys;

namespace InsideLabs.EventBus.Sqlite.Tests.Keys;

/// <summary>That the sync reaches the disk is seen by the fault campaign, which watches the system calls.</summary>
public sealed class DirectorySyncTests
{
    [Fact]
    public void Asks_and_does_not_insist()
    {
        var run = () =>
        {
            DirectorySync.Run(AppContext.BaseDirectory);
            DirectorySync.Run(Path.Combine(AppContext.BaseDirectory, "not-there"));
        };

        run.Should().NotThrow();
    }
}
