// Assembly-wide rules: nothing is marshalled. The libraries above see the base class of handles, and the tests see the resolver.

using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("GlassModes.Comparison")]
[assembly: InternalsVisibleTo("GlassModes.LinearAlgebra")]
[assembly: InternalsVisibleTo("GlassModes.Tests")]
