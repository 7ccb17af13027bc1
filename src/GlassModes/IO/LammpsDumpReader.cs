// Reads one frame of a LAMMPS text dump. Its ITEM sections come in any order, but the atoms come last.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Reads frames of LAMMPS text dumps with atom columns and a cubic, periodic box.</summary>
internal sealed class LammpsDumpReader
{
    /// <summary>The annotation that holds the time step of a frame.</summary>
    public const string Timestep = "Timestep";

    private const string Item = "ITEM:";

    // A section that earlier versions wrote where no bounds gave the box length.
    private const string ExactLengthSection = "BOX LENGTH";

    private static readonly string[] s_speciesColumns = ["element", "typelabel", "type"];

    private readonly LineReader _reader;
    private readonly ReadingOptions _options;
    private readonly CubicBox.Bounds[] _bounds = new CubicBox.Bounds[3];
    private readonly Dictionary<string, string> _annotations = [];
    private int? _count;
    private double? _time;
    private double? _exactLength;
    private PeriodicBox? _box;

    private LammpsDumpReader(LineReader reader, ReadingOptions options)
    {
        _reader = reader;
        _options = options;
    }

    /// <summary>Reads the next frame.</summary>
    public static Frame ReadFrame(LineReader reader, ReadingOptions options) =>
        reader.ReadNonBlank() ? new LammpsDumpReader(reader, options).Read() : Frame.End;

    private Frame Read()
    {
        HashSet<string> seenSections = [];
        while (true)
        {
            string[] words = Tokens.Split(_reader.Line);
            if (words.Length < 2 || words[0] != Item)
            {
                throw _reader.Error("a section 'ITEM: …' of a LAMMPS dump");
            }

            string section = words[1] is "NUMBER" or "BOX" ? string.Join(' ', words.Skip(1).Take(words[1] == "BOX" ? 2 : 3)) : words[1];
            if (!seenSections.Add(section))
            {
                throw _reader.Error("'ITEM: ATOMS' before the next frame");
            }

            if (section == "ATOMS")
            {
                return ReadAtoms(words[2..]);
            }

            ReadSection(section, words);
            _reader.Require("'ITEM: ATOMS'");
        }
    }

    private void ReadSection(string section, string[] words)
    {
        switch (section)
        {
            case "TIMESTEP":
                ReadTimestep();
                break;
            case "TIME":
                _time = ReadNumber("a finite time");
                break;
            case "UNITS":
                _reader.Require("the name of the units");
                LammpsUnits.RequireReduced(_reader, string.Join(' ', Tokens.Split(_reader.Line)));
                break;
            case "NUMBER OF ATOMS":
                _reader.Require("the number of atoms");
                _count = AtomTable.ParseCount(_reader, string.Join(' ', Tokens.Split(_reader.Line)));
                break;
            case "BOX BOUNDS":
                ReadBounds(words.AsSpan(3));
                _box = CubicBox.FromBounds(_reader, _bounds);
                break;
            case ExactLengthSection:
                _exactLength = ReadNumber("a positive box length");
                if (_exactLength <= 0)
                {
                    throw _reader.Error("a positive box length");
                }

                break;
            default:
                throw _reader.Error("'ITEM: TIMESTEP', 'TIME', 'UNITS', 'NUMBER OF ATOMS', 'BOX BOUNDS' or 'ATOMS'");
        }
    }

    private void ReadTimestep()
    {
        _reader.Require("a timestep");
        string word = string.Join(' ', Tokens.Split(_reader.Line));
        _annotations[Timestep] = long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? word
            : throw _reader.Error("a timestep");
    }

    private double ReadNumber(string expected)
    {
        _reader.Require(expected);
        string[] words = Tokens.Split(_reader.Line);
        return words.Length == 1 && Tokens.TryFinite(words[0], out double value) ? value : throw _reader.Error(expected);
    }

    private void ReadBounds(ReadOnlySpan<string> flags)
    {
        bool isTilted = flags is ["xy", "xz", "yz", ..];
        flags = isTilted ? flags[3..] : flags;
        if (flags is ["abc", "origin", ..])
        {
            throw _reader.Error("a cubic box", "a general triclinic one ('abc origin')");
        }

        if (flags.IsEmpty)
        {
            _reader.Warn("does not say whether the boundaries are periodic, as in 'ITEM: BOX BOUNDS pp pp pp'; they are taken as periodic");
        }
        else if (flags.ContainsAnyExcept("pp") || flags.Length != 3)
        {
            throw _reader.Error("periodic boundaries 'pp pp pp'", LineReader.Quote(string.Join(' ', flags)));
        }

        for (int axis = 0; axis < 3; axis++)
        {
            string expected = isTilted ? "box bounds 'lo hi tilt'" : "box bounds 'lo hi'";
            _reader.Require(expected);
            string[] words = Tokens.Split(_reader.Line);
            if (words.Length != (isTilted ? 3 : 2) || CubicBox.Bounds.Parse(words[0], words[1]) is not { } bounds)
            {
                throw _reader.Error(expected);
            }

            _bounds[axis] = bounds;
            if (isTilted && !(Tokens.TryFinite(words[2], out double tilt) && Math.Abs(tilt) <= CubicBox.Tolerance * bounds.Edge))
            {
                throw _reader.Error("a cubic box", $"a triclinic one of tilt {LineReader.Quote(words[2])}");
            }
        }
    }

    private Frame ReadAtoms(string[] names)
    {
        if (_count is not int count || _box is null)
        {
            throw _reader.Error($"'ITEM: {(_count is null ? "NUMBER OF ATOMS" : "BOX BOUNDS")}' before the atoms");
        }

        PeriodicBox box = _exactLength is null ? _box.Value : CubicBox.FromBounds(_reader, _bounds, _exactLength);
        if (count == 0)
        {
            RequireNextFrame(count);
            return Frame.WithoutAtoms;
        }

        SpeciesColumn species = new(_reader, _options);
        AtomTable table = new(_reader, LayoutOf(names), box, species);
        table.Read(count);
        if (_reader.IsLineOpen)
        {
            throw _reader.Error("the end of the line, which LAMMPS always writes; the file is incomplete");
        }

        RequireNextFrame(count);
        return Frame.Of(SpeciesNames.Settle(_reader, table, table.ToConfiguration(_time, _annotations), _options));
    }

    private void RequireNextFrame(int count)
    {
        if (_reader.ReadNonBlank())
        {
            if (!_reader.Line.TrimStart((byte)' ').StartsWith("ITEM:"u8))
            {
                throw _reader.Error($"another frame or the end of the file after {count} atoms");
            }

            _reader.Unread();
        }
    }

    private ColumnLayout LayoutOf(string[] names)
    {
        IEnumerable<string> candidates = _options.Species is null ? s_speciesColumns.Reverse() : s_speciesColumns;
        return NamedColumns.LayoutOf(_reader, names, KindOf, candidates.FirstOrDefault(names.Contains) ?? "type");
    }

    // A dump does not say which columns hold words. These always do.
    private static ColumnKind KindOf(string name) => name is "element" or "typelabel" ? ColumnKind.Word : ColumnKind.Open;
}
