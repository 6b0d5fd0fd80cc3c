using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kindred.Server.Api;

/// <summary>
/// Says what is wrong with a request that cannot be read. The framework's own sentences are for those who write servers: they name types
/// and parameters as the code does.
/// </summary>
internal static class RequestFaults
{
    private static readonly MethodInfo Parser =
        typeof(RequestFaults).GetMethod(nameof(CanParse), BindingFlags.NonPublic | BindingFlags.Static)!; // It is below.

    /// <summary>What is wrong with a request that caused an exception, in one sentence.</summary>
    public static string Describe(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        RefusedRequestException => bad.Message,
        { InnerException: JsonException json } => BodyFaults.Describe(json, FaultyRoute(context)?.Endpoint, context.RequestServices),
        { StatusCode: not StatusCodes.Status400BadRequest } => Describe(bad.StatusCode, context),
        _ when FindUnreadable(context) is { } sentence => sentence,
        _ when LacksBody(context) => "The request needs a JSON body.",
        _ => Describe(bad.StatusCode, context),
    };

    /// <summary>What is wrong with a request, judged by the framework's status for it, in one sentence.</summary>
    public static string Describe(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; see /scalar for what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not allowed at this address; the header Allow says what is.",
        StatusCodes.Status408RequestTimeout => "The request did not arrive in time; send it again.",
        StatusCodes.Status413PayloadTooLarge => DescribeSize(context),
        StatusCodes.Status415UnsupportedMediaType => "The body has to be JSON; send it with Content-Type: application/json.",
        _ => "The request cannot be read; see /scalar for what is expected.",
    };

    private static string DescribeSize(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most
            ? $"The body has more than {most} bytes; send less."
            : "The body is too large; send less.";

    private static bool LacksBody(HttpContext context) =>
        FaultyRoute(context)?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: false }
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    /// <summary>What is wrong with the first parameter of a query that is not of its type; <see langword="null"/> where all are.</summary>
    private static string? FindUnreadable(HttpContext context)
    {
        if (FaultyRoute(context)?.Endpoint is not { } endpoint)
            return null;
        foreach (var (name, parameter) in QueryParameters.Of(endpoint))
        {
            var value = context.Request.Query[name].ToString();
            if (context.Request.Query.ContainsKey(name) && !CanRead(parameter.ParameterType, value))
            {
                return AllowedValues.Of(parameter) is { } allowed
                    ? $"{name} cannot be \"{value}\"; it must be {allowed}."
                    : $"{name} cannot be \"{value}\".";
            }
        }

        return null;
    }

    /// <summary>The route where a fault happened: the framework clears a request's route before it asks what to answer.</summary>
    private static IExceptionHandlerFeature? FaultyRoute(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>();

    private static bool CanRead(Type type, string value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return !type.IsValueType || !type.IsAssignableTo(typeof(IParsable<>).MakeGenericType(type))
            || (bool)Parser.MakeGenericMethod(type).Invoke(obj: null, [value])!; // It returns a bool.
    }

    private static bool CanParse<T>(string value)
        where T : IParsable<T> => T.TryParse(value, CultureInfo.InvariantCulture, out _);
}
