// Reads one frame of an extended XYZ file: number of atoms, comment line, atoms.

using System.Globalization;

namespace GlassModes.IO;

/// <summary>Reads frames of extended XYZ files with a cubic, periodic Lattice.</summary>
internal static class ExtendedXyzReader
{
    /// <summary>Reads the next frame.</summary>
    public static Frame ReadFrame(LineReader reader, ReadingOptions options)
    {
        if (!reader.ReadNonBlank())
        {
            return Frame.End;
        }

        int count = AtomTable.ParseCount(reader, string.Join(' ', Tokens.Split(reader.Line)));
        reader.Require("a comment line with Lattice=\"…\"");
        if (count == 0)
        {
            return Frame.WithoutAtoms;
        }

        ExtendedXyzHeader header = ExtendedXyzHeader.Parse(reader, options);
        AtomTable table = new(reader, header.Layout, header.Box, options);
        table.Read(count);
        if (reader.IsLineOpen)
        {
            reader.Warn("ends without the end of its last line; the file may be incomplete, and its last number cut");
        }

        if (reader.ReadNonBlank())
        {
            string next = string.Join(' ', Tokens.Split(reader.Line));
            if (!long.TryParse(next, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                throw reader.Error($"another frame or the end of the file after {count} atoms");
            }

            reader.Unread();
        }

        return Frame.Of(table.ToConfiguration(header.Time, header.Annotations));
    }
}
