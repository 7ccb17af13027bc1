// Writes frames of extended XYZ.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes extended XYZ: the name of the element if there is one, the type 1, 2, …, pos, id, velo if velocities are known, properties and
/// words. Types are numbers, because ASE takes every name of a species for a chemical element.
/// </summary>
internal static class ExtendedXyzWriter
{
    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        _ = index;
        WritingPlan plan = WritingPlan.For(frame, ConfigurationFormat.ExtendedXyz);
        WriteHeader(output, frame, plan);
        for (int i = 0; i < frame.Count; i++)
        {
            if (i % ConfigurationFile.RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (plan.HasElements)
            {
                output.Text(plan.ElementOf(i)).Byte((byte)' ');
            }

            output.Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3)).Byte((byte)' ').Number(frame.Ids[i]);
            if (frame.HasVelocities)
            {
                output.Row(frame.Velocities.Slice(3 * i, 3));
            }

            plan.WriteFurther(output, i);
            output.Line();
        }
    }

    private static void WriteHeader(TextOutput output, Configuration frame, WritingPlan plan)
    {
        output.Number(frame.Count).Text("\nLattice=\"").Number(frame.Box.Length).Text(" 0 0 0 ").Number(frame.Box.Length)
            .Text(" 0 0 0 ").Number(frame.Box.Length).Text("\" Origin=\"").Number(frame.Box.OriginX).Text(" ")
            .Number(frame.Box.OriginY).Text(" ").Number(frame.Box.OriginZ).Text("\" pbc=\"T T T\" Properties=");
        string[] layout =
        [
            .. plan.HasElements ? (string[])["species:S:1"] : [],
            "type:I:1:pos:R:3:id:I:1",
            .. frame.HasVelocities ? (string[])["velo:R:3"] : [],
            .. plan.Properties.Select(column => $"{column.Name}:{(column.Property.IsWhole ? 'I' : 'R')}:{column.Property.Components}"),
            .. plan.Texts.Select(column => $"{column.Name}:{LetterOf(column.Text.Kind)}:{column.Text.Components}"),
        ];
        output.Text(AnnotationKeys.Quote(string.Join(':', layout)));
        if (plan.Labels.Length > 0)
        {
            output.Text($" {ExtendedXyzHeader.TypeLabels}={AnnotationKeys.Quote(string.Join(' ', plan.Labels), always: true)}");
        }

        if (plan.HasOtherTypes)
        {
            output.Text($" {ExtendedXyzHeader.TypeMasses}=\"").Number(plan.Masses[0]);
            output.Row(plan.Masses.AsSpan(1)).Text("\"");
        }

        if (frame.Time is double time)
        {
            output.Text(" Time=").Number(time);
        }

        foreach ((string key, string value) in plan.Keys)
        {
            output.Text($" {key}={value}");
        }

        output.Line();
    }

    private static char LetterOf(ParticleTextKind kind) => kind switch
    {
        ParticleTextKind.TruthValue => 'L',
        ParticleTextKind.WholeNumber => 'I',
        _ => 'S',
    };
}
