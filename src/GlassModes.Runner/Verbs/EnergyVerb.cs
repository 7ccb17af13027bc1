// `glassmodes energy`: prints V, forces, pressure and W of one configuration.

using System.CommandLine;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class EnergyVerb : Verb
{
    private readonly InputOptions _input;
    private readonly ModelOptions _model;
    private readonly Option<bool> _forces = new("--forces") { Description = "Also print the force on every particle, in file order" };

    public EnergyVerb()
        : base(
            "energy",
            "Potential energy, forces, pressure and mean squared force W of one configuration.\n"
            + "The pressure includes the kinetic part (density times kinetic temperature) where the file has velocities; the virial "
            + "pressure never does.",
            "glassmodes energy liquid.data --model kalj --json")
    {
        _input = new InputOptions(this);
        _model = new ModelOptions(this);
        Add(_forces);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        (NumberedFrame frame, EnergyReport report) = _input.Read(
            parsed, session, model, read => (read, EnergyReport.Of(read.Configuration, model)));
        double[][]? forces = parsed.GetValue(_forces) ? [.. report.Forces.ToArray().Chunk(3)] : null;
        var summary = new
        {
            report.Particles,
            report.BoxLength,
            report.PotentialEnergyPerParticle,
            report.MeanSquaredForce,
            report.Pressure,
            report.VirialPressure,
            report.Temperature,
            report.MaxForce,
            Frame = frame.Number,
            Frames = frame.FrameCount,
        };
        session.Print(
            forces is null ? summary : new
            {
                summary.Particles,
                summary.BoxLength,
                summary.PotentialEnergyPerParticle,
                summary.MeanSquaredForce,
                summary.Pressure,
                summary.VirialPressure,
                summary.Temperature,
                summary.MaxForce,
                summary.Frame,
                summary.Frames,
                Forces = forces,
            },
            output => WriteTable(output, frame, report, forces));
        return ExitCode.Done;
    }

    private static void WriteTable(TextWriter output, NumberedFrame frame, EnergyReport report, double[][]? forces)
    {
        const string digits = "g10";
        TextTable.WritePairs(
            output,
            [
            .. FrameText.Rows(frame),
            ("particles", $"{report.Particles}"),
            ("box length", TextTable.Number(report.BoxLength, digits)),
            ("V/N", TextTable.Number(report.PotentialEnergyPerParticle, digits)),
            ("W", TextTable.Number(report.MeanSquaredForce, digits)),
            ("largest force", TextTable.Number(report.MaxForce, digits)),
            ("pressure", TextTable.Number(report.Pressure, digits)),
            ("virial pressure", TextTable.Number(report.VirialPressure, digits)),
            ("temperature", TextTable.Number(report.Temperature ?? double.NaN, digits)),
            ]);
        if (forces is not null)
        {
            TextTable table = new("id", "f_x", "f_y", "f_z");
            for (int i = 0; i < forces.Length; i++)
            {
                table.Add([$"{frame.Configuration.Ids[i]}", .. forces[i].Select(component => TextTable.Number(component, digits))]);
            }

            output.WriteLine();
            table.Write(output);
        }
    }
}
