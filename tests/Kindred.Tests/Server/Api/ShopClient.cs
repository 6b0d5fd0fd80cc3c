using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Kindred.Tests.Server.Api;

/// <summary>Makes the client that docs/rest.md makes with NSwag's command, and compiles a program with it.</summary>
internal static class ShopClient
{
    /// <summary>What the SDK gives every project.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading.Tasks;
        """;

    /// <summary>The client of a server, as code, of the description that it has now.</summary>
    public static async Task<string> GenerateAsync(Uri server)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "KindredClient",
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            UseBaseUrl = false,
        };
        settings.CSharpGeneratorSettings.Namespace = "Shop.Kindred";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        // Names of an enum's values that no C# name can be, such as near-duplicate, are known to the serializer since version 9.
        settings.CSharpGeneratorSettings.JsonLibraryVersion = 10;
        settings.CSharpGeneratorSettings.GenerateNullableReferenceTypes = true;
        var document = await OpenApiDocument.FromUrlAsync(
            new Uri(server, "/openapi/v1.json").AbsoluteUri, TestContext.Current.CancellationToken);
        return new CSharpClientGenerator(document, settings).GenerateFile();
    }

    /// <summary>Compiles code to a program that <c>dotnet</c> runs.</summary>
    /// <returns>The program's file.</returns>
    public static async Task<string> CompileAsync(string folder, params string[] code)
    {
        var program = Path.Combine(folder, "shop.dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!) // The runtime always says it.
            .Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "shop",
            code.Append(Usings).Select(text => CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken)),
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        var emitted = compilation.Emit(program, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(emitted.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString()));
        // It runs on what the tests run on.
        await using var example = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "RestClient.runtimeconfig.json"));
        await using var own = File.Create(Path.ChangeExtension(program, ".runtimeconfig.json"));
        await example.CopyToAsync(own, TestContext.Current.CancellationToken);
        return program;
    }
}
