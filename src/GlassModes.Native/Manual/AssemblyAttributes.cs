// Attributes of the assembly. Nothing is marshalled. The libraries above may use the base class of handles and keep handlers of faults,
// and the tests may use the resolver.

using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("GlassModes.Comparison")]
[assembly: InternalsVisibleTo("GlassModes.LinearAlgebra")]
[assembly: InternalsVisibleTo("GlassModes.Mpi")]
[assembly: InternalsVisibleTo("GlassModes.Tests")]
