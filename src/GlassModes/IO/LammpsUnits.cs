// The units of LAMMPS files.

namespace GlassModes.IO;

/// <summary>Refuses files whose numbers are not in the reduced units of Lennard-Jones.</summary>
internal static class LammpsUnits
{
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
