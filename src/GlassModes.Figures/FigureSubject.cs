// Which samples a figure shows.

namespace GlassModes.Figures;

/// <summary>The model, the temperature and the size of the samples that a figure shows.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Temperature">T; +∞ for random positions; null if the figure shows several temperatures or no samples.</param>
/// <param name="Particles">N, for a figure that shows one N of one's choice; null for a figure of several N or of a fixed N.</param>
public sealed record FigureSubject(string Model, double? Temperature = null, int? Particles = null);
