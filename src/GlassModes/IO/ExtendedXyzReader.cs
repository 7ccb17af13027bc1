// Reads one frame of an extended XYZ file: number of atoms, comment line, atoms.

using System.Globalization;
using GlassModes.Particles;

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

        // Where names decide, the types of the file are those of another order.
        bool namesDecide = header.Layout.Columns.Any(column => column.Role == ColumnRole.OtherType);
        if (namesDecide && header.Types?.Masses is not null)
        {
            reader.Warn($"has '{ExtendedXyzHeader.TypeMasses}' in another order than the species; they are not kept");
        }

        Dictionary<string, byte>? speciesOfTypes = namesDecide ? null : header.Types?.FindSpecies(reader, options);
        SpeciesColumn species = new(reader, options) { SpeciesOfTypes = speciesOfTypes };
        AtomTable table = new(reader, header.Layout, header.Box, species);
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

        bool hasMasses = table.Further.Properties.Any(UnusedContent.IsMass);
        ParticleProperty? masses = namesDecide || hasMasses ? null : header.Types?.MassesOf(table.Species, speciesOfTypes);
        Configuration configuration = table
            .ToConfiguration(header.Time, header.Annotations, more: masses is null ? [] : [masses])
            .WithAnnotationForms(header.Forms);
        if (header.Types is not null && !namesDecide)
        {
            configuration = configuration.WithTypes(header.Types.ToTypes(speciesOfTypes, options, configuration.Species));
        }

        return Frame.Of(SpeciesNames.Settle(reader, table, configuration, options));
    }
}
