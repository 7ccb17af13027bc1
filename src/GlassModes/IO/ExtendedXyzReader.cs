// Reads one frame of an extended XYZ file: number of atoms, comment line, atoms.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Reads frames of extended XYZ files with a cubic, periodic Lattice.</summary>
internal static class ExtendedXyzReader
{
    /// <summary>Reads the next frame. Returns null at the end of the file.</summary>
    public static Configuration? ReadFrame(LineReader reader)
    {
        if (!reader.ReadNonBlank())
        {
            return null;
        }

        int count = AtomTable.ParseCount(reader, string.Join(' ', Tokens.Split(reader.Line)));
        reader.Require("a comment line with Lattice=\"…\"");
        ExtendedXyzHeader header = ExtendedXyzHeader.Parse(reader);
        var table = new AtomTable(reader, header.Columns, header.Properties);
        table.Read(count);
        if (reader.ReadNonBlank())
        {
            string next = string.Join(' ', Tokens.Split(reader.Line));
            if (!long.TryParse(next, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                throw reader.Error($"another frame or the end of the file after {count} atoms");
            }

            reader.Unread();
        }

        return table.ToConfiguration(header.Box, header.Time).WithAnnotations(header.Annotations);
    }
}
