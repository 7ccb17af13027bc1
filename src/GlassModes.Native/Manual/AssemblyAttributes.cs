// Assembly-wide rules: nothing is marshalled, and the tests see the resolver.

using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("GlassModes.Tests")]
