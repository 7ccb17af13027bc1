// Paths that hold nothing to analyse.

namespace GlassModes.Analysis;

/// <summary>Paths that are not there, or that hold no record: the message says which, what is wrong and what to do.</summary>
public sealed class RecordFinderException(string message, Exception? inner = null) : Exception(message, inner);
