using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class PrototypesTests
{
    private static readonly float[] Chairs = [1, 0, 0];
    private static readonly float[] Favorites = [0, 1, 0];
    private static readonly float[] Both = [MathF.Sqrt(0.5f), MathF.Sqrt(0.5f), 0];
    private static readonly ContentHash Liked = Content(7);
    private static readonly Prototypes Some = new(0.25, [Chairs, Favorites], ["chair"], [(Liked, 1)]);

    [Fact]
    public void Draw_ImageWithALabel_ScoresAsTheMixture()
    {
        float[] query = [0.6f, 0, 0.8f, 0];
        float[] row = [0, 0, 5, 0];

        Some.Draw(row, Image("chair/a.jpg"));

        Assert.Equal(1, TensorPrimitives.Norm<float>(row), 1e-6);
        Assert.Equal((0.75 * 0.8) + (0.25 * 0.6), TensorPrimitives.Dot<float>(query, row), 1e-6);
    }

    [Theory]
    [InlineData("table/a.jpg", 1)]
    [InlineData("a.jpg", 2)]
    public void Draw_ImageWithoutPrototype_StaysWhereItIs(string path, byte content)
    {
        float[] row = [0, 3, 4, 0];

        Some.Draw(row, Image(path, content));

        Assert.Equal([0, 0.6f, 0.8f, 0], row);
    }

    [Fact]
    public void Draw_LabelAndTaste_CountAlike()
    {
        float[] drawn = [0, 0, 1, 0];
        float[] towardsBoth = [0, 0, 1, 0];

        Some.Draw(drawn, Image("chair/a.jpg", 7));
        Prototypes.Draw(towardsBoth, Both, 0.25);

        Assert.Equal(towardsBoth, drawn, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("chair/a.jpg", 1)]
    [InlineData("chair/a.jpg", 7)]
    [InlineData("table/a.jpg", 7)]
    [InlineData("table/a.jpg", 1)]
    public void Release_WhatWasDrawn_IsTheEmbedding(string path, byte content)
    {
        var random = new Random(3);
        var prototypes = new Prototypes(Prototypes.MostShare, [Chairs, Favorites], ["chair"], [(Liked, 1)]);
        for (var i = 0; i < 100; i++)
        {
            float[] embedding = [random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 0];
            TensorPrimitives.Divide(embedding, TensorPrimitives.Norm<float>(embedding), embedding);
            float[] row = [.. embedding];

            prototypes.Draw(row, Image(path, content));
            prototypes.Release(row, Image(path, content));

            Assert.Equal(embedding, row, (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.51)]
    public void Create_ShareThatSaysTooMuch_IsRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Prototypes(share, [Chairs], ["chair"], []));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Create_MemberOfNoTaste_IsRefused(int prototype) =>
        Assert.Throws<ArgumentException>(() => new Prototypes(0.5, [Chairs, Favorites], ["chair"], [(Liked, prototype)]));

    private static Image Image(string path, byte content = 1) =>
        new(new ImageId(1), "/gallery", path, Content(content), 1, DateTime.UnixEpoch, 1, 1);

    private static ContentHash Content(byte number) => new([.. Enumerable.Repeat(number, ContentHash.Size)]);
}
