namespace Kindred.Interactions.Recording;

/// <summary>
/// The rows of what users have recorded of pictures, while more is recorded: what was written is found from then on. Users and pictures go
/// by their numbers in the store.
/// </summary>
internal interface IRecordedRows
{
    /// <summary>Puts what a user has recorded of a picture into a list, by kind and time.</summary>
    void Find(int user, int picture, List<WrittenInteraction> found);

    /// <summary>Writes a row that is not there.</summary>
    /// <param name="user">Who.</param>
    /// <param name="picture">Of what.</param>
    /// <param name="row">The row.</param>
    /// <param name="position">Its place in the order in which the user's rows were recorded.</param>
    /// <param name="name">What the picture was called; <see langword="null"/> where that is what it is called everywhere.</param>
    void Add(int user, int picture, WrittenInteraction row, int position, string? name);

    /// <summary>Changes the time and the weight of a row.</summary>
    void Update(int user, int picture, WrittenInteraction before, WrittenInteraction row);

    /// <summary>Deletes a row.</summary>
    void Delete(int user, int picture, WrittenInteraction row);
}
