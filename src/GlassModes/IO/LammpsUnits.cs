// The units of LAMMPS files.

namespace GlassModes.IO;

/// <summary>Refuses files whose numbers are not in the reduced units of Lennard-Jones.</summary>
internal static class LammpsUnits
{
    private static readonly string[] s_others = ["real", "metal", "si", "cgs", "electron", "micro", "nano"];

    /// <summary>Whether a word names units of LAMMPS other than lj.</summary>
    public static bool IsOther(string word) => s_others.Contains(word);

    /// <summary>Throws unless the units are lj. The error names the current line.</summary>
    public static void RequireReduced(LineReader reader, string units)
    {
        if (units != "lj")
        {
            throw reader.Error(
                "units 'lj', the reduced units of all models here", $"units {LineReader.Quote(units)}; convert the file first");
        }
    }
}
