namespace Kindred.Sources.Lists;

/// <summary>A server gave no answer that counts, also not when it was asked again.</summary>
/// <param name="reason">Why, in a few words, lower case, no full stop, with no part of an address in it.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class NoAnswerException(string reason, Exception? innerException = null) : Exception(reason, innerException);
