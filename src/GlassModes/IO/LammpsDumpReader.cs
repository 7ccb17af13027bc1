// Reads one frame of a LAMMPS text dump. Its ITEM sections come in any order, but the atoms come last.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Reads frames of LAMMPS text dumps with atom columns and a cubic, periodic box.</summary>
internal static class LammpsDumpReader
{
    private const string Item = "ITEM:";

    /// <summary>Reads the next frame. Returns null at the end of the file.</summary>
    public static Configuration? ReadFrame(LineReader reader)
    {
        if (!reader.ReadNonBlank())
        {
            return null;
        }

        var seenSections = new HashSet<string>();
        int? count = null;
        double? time = null;
        double? exactLength = null;
        Span<double> low = stackalloc double[3];
        Span<double> high = stackalloc double[3];
        PeriodicBox? box = null;
        while (true)
        {
            string[] words = Tokens.Split(reader.Line);
            if (words.Length < 2 || words[0] != Item)
            {
                throw reader.Error("a section 'ITEM: …' of a LAMMPS dump");
            }

            string section = words[1] is "NUMBER" or "BOX" ? string.Join(' ', words.Skip(1).Take(words[1] == "BOX" ? 2 : 3)) : words[1];
            if (!seenSections.Add(section))
            {
                throw reader.Error("'ITEM: ATOMS' before the next frame");
            }

            switch (section)
            {
                case "TIMESTEP":
                    ReadTimestep(reader);
                    break;
                case "TIME":
                    time = ReadNumber(reader, "a finite time");
                    break;
                case "UNITS":
                    reader.Require("the name of the units");
                    break;
                case "NUMBER OF ATOMS":
                    reader.Require("the number of atoms");
                    count = AtomTable.ParseCount(reader, string.Join(' ', Tokens.Split(reader.Line)));
                    break;
                case "BOX BOUNDS":
                    ReadBounds(reader, words.AsSpan(3), low, high);
                    box = CubicBox.FromBounds(reader, low, high);
                    break;
                case LammpsDumpWriter.ExactLengthSection:
                    exactLength = ReadNumber(reader, "a positive box length");
                    if (exactLength <= 0)
                    {
                        throw reader.Error("a positive box length");
                    }

                    break;
                case "ATOMS":
                    if (count is null || box is null)
                    {
                        throw reader.Error($"'ITEM: {(count is null ? "NUMBER OF ATOMS" : "BOX BOUNDS")}' before the atoms");
                    }

                    PeriodicBox exactBox = exactLength is null ? box.Value : CubicBox.FromBounds(reader, low, high, exactLength);
                    return ReadAtoms(reader, words[2..], count.Value, exactBox, time);
                default:
                    throw reader.Error(
                        "'ITEM: TIMESTEP', 'TIME', 'UNITS', 'NUMBER OF ATOMS', 'BOX BOUNDS' or 'ATOMS'");
            }

            reader.Require("'ITEM: ATOMS'");
        }
    }

    private static void ReadTimestep(LineReader reader)
    {
        reader.Require("a timestep");
        string word = string.Join(' ', Tokens.Split(reader.Line));
        if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw reader.Error("a timestep");
        }
    }

    private static double ReadNumber(LineReader reader, string expected)
    {
        reader.Require(expected);
        string[] words = Tokens.Split(reader.Line);
        return words.Length == 1 && Tokens.TryFinite(words[0], out double value) ? value : throw reader.Error(expected);
    }

    private static void ReadBounds(LineReader reader, ReadOnlySpan<string> flags, Span<double> low, Span<double> high)
    {
        bool tilted = flags is ["xy", "xz", "yz", ..];
        flags = tilted ? flags[3..] : flags;
        if (flags is ["abc", "origin", ..])
        {
            throw reader.Error("a cubic box", "a general triclinic one ('abc origin')");
        }

        foreach (string flag in flags)
        {
            if (flag != "pp")
            {
                throw reader.Error("periodic boundaries 'pp pp pp'", LineReader.Quote(string.Join(' ', flags)));
            }
        }

        int width = tilted ? 3 : 2;
        for (int axis = 0; axis < 3; axis++)
        {
            string expected = tilted ? "box bounds 'lo hi tilt'" : "box bounds 'lo hi'";
            reader.Require(expected);
            string[] words = Tokens.Split(reader.Line);
            double tilt = 0;
            if (words.Length != width || !Tokens.TryFinite(words[0], out low[axis]) || !Tokens.TryFinite(words[1], out high[axis])
                || (tilted && !Tokens.TryFinite(words[2], out tilt)))
            {
                throw reader.Error(expected);
            }

            if (tilt != 0)
            {
                throw reader.Error("a cubic box", $"a triclinic one of tilt {LineReader.Quote(words[2])}");
            }
        }
    }

    private static Configuration ReadAtoms(LineReader reader, string[] names, int count, PeriodicBox box, double? time)
    {
        DumpColumns columns = DumpColumns.FromNames(reader, names);
        columns.IgnoreText(reader);
        var table = new AtomTable(reader, columns.Columns, columns.Properties) { ScaledBy = columns.Scaled ? box : null };
        table.Read(count);
        if (reader.ReadNonBlank())
        {
            if (!reader.Line.TrimStart((byte)' ').StartsWith("ITEM:"u8))
            {
                throw reader.Error($"another frame or the end of the file after {count} atoms");
            }

            reader.Unread();
        }

        return table.ToConfiguration(box, time);
    }
}
