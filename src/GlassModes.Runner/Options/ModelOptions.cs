// --model, --cutoff, and for verbs that make configurations --density and --packing-fraction.

using System.CommandLine;
using GlassModes.Models;

namespace GlassModes.Runner.Options;

internal sealed class ModelOptions
{
    private readonly Option<string> _model = new("--model")
    {
        Description = "kalj (Kob-Andersen, force-shifted) or harmonic (harmonic spheres)",
        HelpName = "M",
        Required = true,
    };

    private readonly Option<double?> _cutoff = NumberOption.Positive("--cutoff", "Cutoff of kalj in units of sigma_ab (default 2.5)", "r");
    private readonly Option<double?>? _density;
    private readonly Option<double?>? _packingFraction;

    public ModelOptions(Command command, bool withDensity = false)
    {
        command.Add(_model);
        command.Add(_cutoff);
        if (withDensity)
        {
            _density = NumberOption.Positive("--density", "Number density (default: the model's)", "rho");
            _packingFraction = NumberOption.Positive("--packing-fraction", "Packing fraction of harmonic spheres (default 0.73)", "phi");
            command.Add(_density);
            command.Add(_packingFraction);
        }
    }

    /// <summary>The model asked for.</summary>
    /// <exception cref="UsageException">There is no such model, or it has no such parameter.</exception>
    public PairModel ModelOf(ParseResult parsed)
    {
        try
        {
            return ModelCatalog.Create(parsed.GetRequiredValue(_model), parsed.GetValue(_cutoff));
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(Failure.WithoutParameter(problem), problem);
        }
    }

    /// <summary>The density asked for, or the model's own.</summary>
    /// <exception cref="UsageException">Two densities, or a packing fraction for a model that has none.</exception>
    public double DensityOf(ParseResult parsed, PairModel model)
    {
        double? density = parsed.GetValue(_density!);
        if (parsed.GetValue(_packingFraction!) is not { } fraction)
        {
            return density ?? model.DefaultDensity;
        }

        if (density is not null)
        {
            throw new UsageException($"--density {density} and --packing-fraction {fraction} exclude each other; give one");
        }

        return model.Name == "harmonic"
            ? HarmonicSpheres.DensityOf(fraction)
            : throw new UsageException($"--packing-fraction belongs to the model harmonic, not to {model.Name}; use --density");
    }
}
