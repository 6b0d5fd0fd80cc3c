using System.Reflection;

namespace Kindred.Tests.Cluster;

/// <summary>An interface of which one thing is asked. A proxy derives from it, so that it is neither sealed nor hidden.</summary>
public class Stub : DispatchProxy
{
    private Func<MethodInfo, object> _answer = _ => throw new NotSupportedException();

    public static T Of<T>(Func<MethodInfo, object> answer)
        where T : class
    {
        var stub = Create<T, Stub>();
        ((Stub)(object)stub)._answer = answer;
        return stub;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!); // It is asked by a method.
}
