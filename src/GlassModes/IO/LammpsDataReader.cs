// Reads the sections of a LAMMPS data file: masses, labels of types, atoms and velocities.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Reads the one frame of a LAMMPS data file. Image flags are kept as a property and not used, so that positions are not unwrapped.
/// </summary>
internal sealed class LammpsDataReader
{
    // Sections that say how particles interact or how they are drawn. Models have interactions of their own.
    private static readonly HashSet<string> s_unusedSections =
    [
        "Pair Coeffs", "PairIJ Coeffs", "Bond Coeffs", "Angle Coeffs", "Dihedral Coeffs", "Improper Coeffs", "Bond Type Labels",
        "Angle Type Labels", "Dihedral Type Labels", "Improper Type Labels",
    ];

    private const string AngularVelocity = "omega";
    private static readonly string[] s_velocities = ["vx", "vy", "vz"];

    private readonly LineReader _reader;
    private readonly ReadingOptions _options;
    private readonly List<string> _unused = [];
    private readonly Dictionary<string, int> _typeLabels = [];

    // Labels of bond types and the like, which begin the rows of their coefficients.
    private readonly HashSet<string> _otherLabels = [];
    private LammpsDataHeader _header = null!;
    private double[]? _masses;
    private AtomTable? _atoms;
    private TypeTable _types = new([], null);
    private Dictionary<string, byte>? _speciesOfTypes;
    private double[]? _velocities;
    private ParticleProperty? _angularVelocities;

    private LammpsDataReader(LineReader reader, ReadingOptions options)
    {
        _reader = reader;
        _options = options;
    }

    /// <summary>Reads the configuration.</summary>
    public static Frame ReadFrame(LineReader reader, ReadingOptions options)
    {
        reader.StripsComments = true;
        return reader.LineNumber > 0 ? Frame.End : new LammpsDataReader(reader, options).Read();
    }

    private Frame Read()
    {
        _header = LammpsDataHeader.Read(_reader);
        bool hasSection = _header.HasSection;
        while (hasSection)
        {
            hasSection = ReadSection();
        }

        if (_header.Count == 0)
        {
            return Frame.WithoutAtoms;
        }

        if (_reader.IsLineOpen)
        {
            throw _reader.Error("the end of the line, which LAMMPS always writes; the file is incomplete");
        }

        if (_atoms is null)
        {
            throw _reader.Ended("a section 'Atoms'");
        }

        if (_unused.Count > 0)
        {
            _reader.Warn($"has {string.Join(", ", _unused)}, which are not used and not kept: the interactions are those of the model");
        }

        TypeTable types = _types with { Masses = _masses };
        ParticleProperty?[] more = [_angularVelocities, types.MassesOf(_atoms.Species, _speciesOfTypes)];
        Configuration configuration = _atoms.ToConfiguration(
            time: null, _header.Annotations, _velocities, [.. more.OfType<ParticleProperty>()]);
        return Frame.Of(configuration.WithTypes(types.ToTypes(_speciesOfTypes, _options, configuration.Species)));
    }

    // Reads the section whose name is the current line. Returns whether another section follows.
    private bool ReadSection()
    {
        string name = string.Join(' ', Tokens.Split(_reader.Line));
        switch (name)
        {
            case "Atoms" when _atoms is null:
                ReadAtoms();
                return _reader.ReadNonBlank();
            case "Velocities" when _header.Count > 0 && _atoms is not null && _velocities is null:
                ReadVelocities(_atoms);
                return _reader.ReadNonBlank();
            case "Atoms" or "Velocities":
                throw _reader.Error("one section 'Atoms', then at most one 'Velocities'");
            case "Masses":
                _masses = new double[_header.Types];
                bool hasMore = ReadRows(ReadMass);
                return _masses.AsSpan().Contains(0)
                    ? throw _reader.Error($"the masses of all {_header.Types} types", $"none of type {Array.IndexOf(_masses, 0) + 1}")
                    : hasMore;
            case "Atom Type Labels":
                return ReadRows(ReadTypeLabel);
            default:
                if (!s_unusedSections.Contains(name))
                {
                    throw _reader.Error("a section of a LAMMPS data file that this program knows, or the end of the file");
                }

                _unused.Add(name);
                bool areLabels = name.EndsWith("Labels", StringComparison.Ordinal);
                return ReadRows(words => _ = areLabels && words.Length > 1 && _otherLabels.Add(words[1]));
        }
    }

    // Passes each row to the action until the next section. Returns whether there is one.
    private bool ReadRows(Action<string[]> read)
    {
        while (_reader.ReadNonBlank())
        {
            string[] words = Tokens.Split(_reader.Line);
            if (char.IsAsciiLetter(words[0][0]) && !_typeLabels.ContainsKey(words[0]) && !_otherLabels.Contains(words[0]))
            {
                return true;
            }

            read(words);
        }

        return false;
    }

    private void ReadMass(string[] words)
    {
        int type = words.Length == 2 ? TypeOf(words[0]) : 0;
        if (type == 0 || !Tokens.TryFinite(words[1], out double mass) || !(mass > 0))
        {
            throw _reader.Error("a type and its positive mass");
        }

        _masses![type - 1] = mass;
    }

    private void ReadTypeLabel(string[] words)
    {
        int type = words.Length == 2 ? TypeOf(words[0]) : 0;
        if (type == 0 || !_typeLabels.TryAdd(words[1], type))
        {
            throw _reader.Error("a type and its label, each once");
        }

        if (!TypeTable.CanBeLabel(words[1]))
        {
            throw _reader.Error("a label that does not begin with a digit, '#' or '*'", LineReader.Quote(words[1]));
        }

        if (_options.Species is null && TypeTable.IsLetterOfOther(words[1], type, _header.Types))
        {
            throw _reader.Error(
                $"the label {(char)('A' + type - 1)} of type {type}, or the order of the species, as in --species A,B",
                LineReader.Quote(words[1]));
        }
    }

    // 1 … the number of types, or 0 for a word that is neither a type nor a label.
    private int TypeOf(string word) =>
        Tokens.TryInteger(System.Text.Encoding.UTF8.GetBytes(word), out int type)
            ? type >= 1 && type <= _header.Types ? type : 0
            : _typeLabels.GetValueOrDefault(word);

    private void ReadAtoms()
    {
        string line = _reader.Text;
        int comment = line.IndexOf('#', StringComparison.Ordinal);
        string? style = comment < 0 ? null : line[(comment + 1)..].Trim();
        long sectionLine = _reader.LineNumber;
        if (_header.Count == 0)
        {
            _atoms = new AtomTable(_reader, new ColumnLayout([], []), _header.Box, new SpeciesColumn(_reader, _options));
            return;
        }

        if (!_reader.ReadNonBlank())
        {
            throw _reader.Ended($"{_header.Count} lines of atoms");
        }

        ColumnLayout layout = LammpsAtomStyle.LayoutOf(_reader, style, sectionLine, Tokens.Count(_reader.Line));
        _reader.Unread();
        string?[] labels = new string?[_header.Types];
        foreach ((string label, int type) in _typeLabels)
        {
            labels[type - 1] = label;
        }

        _types = new TypeTable(labels, null);
        _speciesOfTypes = _types.FindSpecies(_reader, _options);
        SpeciesColumn species = new(_reader, _options) { DeclaredTypes = _header.Types, SpeciesOfTypes = _speciesOfTypes };
        _atoms = new AtomTable(_reader, layout, _header.Box, species);
        _atoms.Read(_header.Count);
    }

    private void ReadVelocities(AtomTable atoms)
    {
        if (!_reader.ReadNonBlank())
        {
            throw _reader.Ended($"{_header.Count} lines of velocities");
        }

        // Spheres have angular velocities too.
        bool areSpheres = Tokens.Count(_reader.Line) == 7;
        string[] angular = areSpheres ? ["wx", "wy", "wz"] : [];
        _reader.Unread();
        ColumnLayout layout = new(
            [
                new AtomColumn("id", ColumnRole.Id),
                .. s_velocities.Select((name, axis) => new AtomColumn(name, ColumnRole.Velocity, axis)),
                .. angular.Select((name, axis) => new AtomColumn(name, ColumnRole.Further, axis)),
            ],
            areSpheres ? [new FurtherColumns(AngularVelocity, ColumnKind.Number, angular)] : []);
        AtomTable table = new(_reader, layout, _header.Box, new SpeciesColumn(_reader, _options));
        int count = _header.Count;
        table.Read(count);
        Dictionary<int, int> rows = new(count);
        for (int row = 0; row < count; row++)
        {
            rows.Add(atoms.Ids[row], row);
        }

        double[] velocities = new double[3 * count];
        double[] rotations = new double[areSpheres ? 3 * count : 0];
        ReadOnlySpan<double> readRotations = areSpheres ? table.Further.Properties[0].Values.Span : default;
        for (int k = 0; k < count; k++)
        {
            if (!rows.TryGetValue(table.Ids[k], out int row))
            {
                throw new ConfigurationFileException(
                    _reader.FilePath, table.FirstLine + k, "the id of an atom of section 'Atoms'", $"id {table.Ids[k]}");
            }

            table.Velocities.Slice(3 * k, 3).CopyTo(velocities.AsSpan(3 * row, 3));
            if (areSpheres)
            {
                readRotations.Slice(3 * k, 3).CopyTo(rotations.AsSpan(3 * row, 3));
            }
        }

        _velocities = velocities;
        _angularVelocities = areSpheres ? new ParticleProperty(AngularVelocity, 3, rotations) : null;
    }
}
