using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Api;

/// <summary>
/// The parameters that a route takes in its query, as the framework binds them and as the API's description has them: the handler's own
/// are the only list there is.
/// </summary>
internal static class QueryParameters
{
    private static readonly ConditionalWeakTable<Endpoint, IReadOnlyDictionary<string, ParameterInfo>> Known = [];

    /// <summary>A route's parameters by their names; names in capitals or not are the same.</summary>
    public static IReadOnlyDictionary<string, ParameterInfo> Of(Endpoint endpoint) => Known.GetValue(endpoint, Read);

    private static Dictionary<string, ParameterInfo> Read(Endpoint endpoint)
    {
        var named = new Dictionary<string, ParameterInfo>(StringComparer.OrdinalIgnoreCase);
        foreach (var bound in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            if (NameOf(bound, endpoint) is { } name)
                named.TryAdd(name, bound.ParameterInfo);
        }

        return named;
    }

    /// <summary>The name in the query; <see langword="null"/> for what comes from elsewhere.</summary>
    private static string? NameOf(IParameterBindingMetadata bound, Endpoint endpoint)
    {
        var from = bound.ParameterInfo.GetCustomAttributes();
        if (from.OfType<IFromQueryMetadata>().FirstOrDefault() is { } query)
            return query.Name ?? bound.Name;
        if ((endpoint as RouteEndpoint)?.RoutePattern.GetParameter(bound.Name) is not null)
            return null;
        var type = bound.ParameterInfo.ParameterType;
        return bound.HasTryParse || type == typeof(string) || type == typeof(string[]) ? bound.Name : null;
    }
}
