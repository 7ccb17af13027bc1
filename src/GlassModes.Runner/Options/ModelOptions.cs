// The options --model and --cutoff. Verbs that make configurations also have --density and --packing-fraction.

using System.CommandLine;
using GlassModes.Models;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Options;

internal sealed class ModelOptions
{
    private readonly Option<string> _model = new("--model")
    {
        Description = string.Join(" or ", ModelCatalog.Models.Select(entry => $"{entry.Model.Name} ({entry.Model.Description})")),
        HelpName = "M",
        Required = true,
    };

    private readonly Option<double?> _cutoff = NumberOption.Positive(
        "--cutoff",
        $"Cutoff of {NamesWhere(entry => entry.WithCutoff is not null)} in units of sigma_ab (default {KobAndersen.Cutoff})",
        "r");

    private readonly Option<double?>? _density;
    private readonly Option<double?>? _packingFraction;

    public ModelOptions(Command command, bool withDensity = false)
    {
        command.Add(_model);
        command.Add(_cutoff);
        if (withDensity)
        {
            string defaults = string.Join(", ", ModelCatalog.Models
                .Where(entry => entry.Model.Diameters is not null)
                .Select(entry => $"{TextTable.Number(entry.Model.PackingFractionOf(entry.Model.DefaultDensity))} for {entry.Model.Name}"));
            _density = NumberOption.Positive("--density", "Number density (default: the model's)", "rho");
            _packingFraction = NumberOption.Positive(
                "--packing-fraction", $"Packing fraction instead of --density, for models of spheres (default {defaults})", "phi");
            command.Add(_density);
            command.Add(_packingFraction);
        }
    }

    /// <summary>The names of the models that fulfil a condition, as part of a sentence.</summary>
    public static string NamesWhere(Func<CatalogedModel, bool> condition) =>
        string.Join(" and ", ModelCatalog.Models.Where(condition).Select(entry => entry.Model.Name));

    /// <summary>The model that was asked for.</summary>
    /// <exception cref="InputException">There is no model of this name, or the model has no such parameter.</exception>
    public PairModel ModelOf(ParseResult parsed) => ModelCatalog.Create(parsed.GetRequiredValue(_model), parsed.GetValue(_cutoff));

    /// <summary>Whether a density was asked for.</summary>
    public bool HasDensity(ParseResult parsed) => (parsed.GetValue(_density!) ?? parsed.GetValue(_packingFraction!)) is not null;

    /// <summary>The density that was asked for, or the default density of the model.</summary>
    /// <exception cref="UsageException">Two densities were asked for, or a packing fraction of a model that has none.</exception>
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

        return model.Diameters is not null
            ? model.DensityOf(fraction)
            : throw new UsageException(
                $"--packing-fraction is for {NamesWhere(entry => entry.Model.Diameters is not null)}, not for {model.Name}; use --density");
    }
}
