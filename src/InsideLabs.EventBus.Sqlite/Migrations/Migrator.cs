using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Migrations;

/// <summary>Brings a file to the schema of this version, one transaction per step, and refuses files that it does not know.</summary>
internal static class Migrator
{
    /// <summary>Stands in the file's header, so that tools and this class know whose file it is: "ILEB".</summary>
    public const int ApplicationId = 0x494C4542;

    private const string Prefix = "InsideLabs.EventBus.Sqlite.Migrations.";

    private static readonly string[] Steps =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The schema this version of the library writes.</summary>
    public static int Latest => Steps.Length;

    /// <summary>Refuses a file that is not this library's, before anything in it is changed.</summary>
    /// <exception cref="EventBusStoreException"><see cref="ErrorCodes.StoreIncompatible"/>.</exception>
    public static void Check(SqliteSession session, string path)
    {
        var application = Pragmas.ReadNumber(session, "application_id");
        var version = Pragmas.ReadNumber(session, "user_version");
        using var tables = session.Prepare("SELECT COUNT(*) FROM sqlite_schema");
        var isNew = application == 0 && version == 0 && tables.ReadFirst(static row => row.Long(0)) == 0;
        if (!isNew && application != ApplicationId)
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreIncompatible,
                $"'{path}' is another application's SQLite database (application_id {application}). Name a file of its own.");
        }

        if (version > Latest)
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreIncompatible,
                $"'{path}' has schema {version}, written by a newer version of the library; this one knows schemas up to "
                + $"{Latest}. Update the library.");
        }
    }

    /// <summary>Runs the steps that the file has not seen.</summary>
    public static void Run(SqliteSession session)
    {
        for (var step = (int)Pragmas.ReadNumber(session, "user_version"); step < Steps.Length; step++)
        {
            session.Execute("BEGIN IMMEDIATE");
            session.Execute(Script(Steps[step]));
            session.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT"));
        }
    }

    private static string Script(string name)
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
